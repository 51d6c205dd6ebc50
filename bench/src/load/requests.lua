-- For wrk. Sends one of the prepared requests at random and prints figures as JSON at the end.
-- The file named by the first argument: header lines, an empty line, then `method<tab>path<tab>body` lines.
local prepared = {}

function init(args)
  local in_headers = true
  for line in io.lines(args[1]) do
    if in_headers then
      local name, value = line:match('^([^:]+): (.*)$')
      if name then wrk.headers[name] = value else in_headers = false end
    else
      local method, path, body = line:match('^(%S+)\t(%S+)\t(.*)$')
      prepared[#prepared + 1] = wrk.format(method, path, nil, body ~= '' and body or nil)
    end
  end
  math.randomseed(os.time())
end

function request()
  return prepared[math.random(#prepared)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"bad_statuses":%d,"broken_connections":%d,"timeouts":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write, errors.timeout))
end
