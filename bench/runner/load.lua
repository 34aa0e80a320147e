-- Sends random requests from a file with one request per line: method, path, token, body and alternate body, separated by tabs.
local requests, turns, counter, seed = {}, {}, 0, tonumber(os.getenv("BENCH_SEED"))

local function format(method, path, token, body)
  local headers = {}
  if token ~= "" then headers["Authorization"] = "Bearer " .. token end
  if body ~= "" then headers["Content-Type"] = "application/json" end
  return wrk.format(method, path, headers, body ~= "" and body or nil)
end

function init()
  math.randomseed(seed)
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local method, path, token, body, other = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
    local entry = { method = method, path = path, token = token, body = body, other = other }
    if not body:find("#", 1, true) then
      entry.text = format(method, path, token, body)
      if other ~= "" then entry.second = format(method, path, token, other) end
    end
    requests[#requests + 1] = entry
  end
end

function request()
  counter = counter + 1
  local i = math.random(#requests)
  local entry = requests[i]
  if not entry.text then
    -- "#" is replaced by a value that is unique to the request.
    return format(entry.method, entry.path, entry.token, (entry.body:gsub("#", string.format("%d%07d", seed, counter))))
  end
  if entry.second then
    turns[i] = not turns[i]
    if not turns[i] then return entry.second end
  end
  return entry.text
end

function done(summary, latency, all)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
