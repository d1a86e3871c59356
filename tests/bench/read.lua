-- Reads one order again and again.
--   wrk … -s read.lua URL -- TOKEN ORDER_ID
local text

function init(arguments)
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
  text = wrk.format("GET", "/api/v1/workOrders/" .. arguments[2])
end

function request() return text end

dofile((debug.getinfo(1).source:match("@?(.*/)") or "") .. "report.lua")
