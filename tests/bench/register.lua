-- Registers orders as an agent does: a telephone call about an enforcement case, each from another person about another case,
-- each in other words (else the duplicate check would rightly find them).
--   wrk … -s register.lua URL -- TOKEN ROUND
local next_thread = 0

function setup(thread)
  thread:set("number", next_thread)
  next_thread = next_thread + 1
end

local kTexts, kCharacters = 500, 80
local bodies, key, count, random = {}, "", 0, math.random

-- A common Han character in UTF-8.
local function Han()
  local code = random(0x4E00, 0x9FA5)
  return string.char(0xE0 + math.floor(code / 4096), 0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
end

function init(arguments)
  local token, round = arguments[1], tonumber(arguments[2])
  math.randomseed(round * 100 + number)
  key = string.format("%08d-0000-4000-8000-%04d", round, number)
  for i = 1, kTexts do
    local text = {}
    for c = 1, kCharacters do text[c] = Han() end
    bodies[i] = table.concat(text)
  end
  wrk.method = "POST"
  wrk.path = "/api/v1/workOrders"
  wrk.headers["Authorization"] = "Bearer " .. token
  wrk.headers["Content-Type"] = "application/json"
end

local kBody = [[{"requester":{"name":"李建国","phone":"13%09d"},"channel":"PHONE","type":"CONTACT_JUDGE","urgency":"NORMAL",]] ..
  [["region":"广东省深圳市南山区","title":"询问执行案件进展，请法官回电","caseNumber":"（2026）粤0305执%d号","content":"%s"}]]

function request()
  count = count + 1
  wrk.headers["Idempotency-Key"] = key .. string.format("%08d", count)
  local text = bodies[count % kTexts + 1]
  return wrk.format(nil, nil, nil, string.format(kBody, random(0, 999999999), random(1, 99999999), text))
end

dofile((debug.getinfo(1).source:match("@?(.*/)") or "") .. "report.lua")
