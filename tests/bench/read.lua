-- Reads orders in turn.
--   wrk … -s read.lua URL -- TOKEN ORDER_ID…
local texts, next = {}, 0

function init(arguments)
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
  for at = 2, #arguments do
    texts[at - 1] = wrk.format("GET", "/api/v1/workOrders/" .. arguments[at])
  end
end

function request()
  next = next % #texts + 1
  return texts[next]
end

dofile((debug.getinfo(1).source:match("@?(.*/)") or "") .. "report.lua")
