-- Runs one health script in an environment of its own. Arguments: the compiler's own name
-- for the script, its text, the object, whether the standard libraries are open, the number
-- of instructions it may take, and a function called with each line it executes (or nil).
-- Returns whether it ended well, what it returned or raised, and whether it was stopped.
local chunk, text, object, open, budget, visit = ...

-- What Argo CD opens for every script (util/lua/lua.go, v3.5.1: package, base and table).
-- Left out because nothing good comes of them here: dofile, loadfile, module, package,
-- newproxy, getfenv, setfenv, and _printregs.
local base = {
  "assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall",
  "rawequal", "rawget", "rawset", "select", "setmetatable", "tonumber", "tostring", "type",
  "xpcall",
}
local table_functions = {"concat", "insert", "remove", "sort"}
-- What useOpenLibs adds, without io, debug, channel and the dangerous half of os.
local string_functions = {
  "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "rep",
  "reverse", "sub", "upper",
}
local math_names = {
  "abs", "acos", "asin", "atan", "atan2", "ceil", "cos", "cosh", "deg", "exp", "floor",
  "fmod", "frexp", "huge", "ldexp", "log", "log10", "max", "min", "modf", "pi", "pow",
  "rad", "random", "randomseed", "sin", "sinh", "sqrt", "tan", "tanh",
}

local function pick(from, names)
  local picked = {}
  for _, name in ipairs(names) do
    picked[name] = from[name]
  end
  return picked
end

local create, resume = coroutine.create, coroutine.resume
local getinfo, sethook, setmetatable_of = debug.getinfo, debug.sethook, debug.setmetatable
local load_text = load
local interval, used, stopped = 1000, 0, false
local mask = visit and "l" or ""

local function watch(event, line)
  if event == "line" then
    if getinfo(2, "S").source == chunk then
      visit(line)
    end
    return
  end
  used = used + interval
  if used >= budget and getinfo(2, "S").source == chunk then
    stopped = true
    -- A pcall in the script may catch this error: from now on every instruction raises it.
    sethook(watch, "", 1)
    error("stopped", 0)
  end
end

local env = pick(_G, base)
env._G = env
-- Argo CD's interpreter has no __gc; one here would run where no hook can stop it.
env.setmetatable = function(value, ...)
  local meta = ...
  if type(meta) == "table" then
    rawset(meta, "__gc", nil)
  end
  local well, result = pcall(setmetatable, value, ...)
  if not well then
    error(result, 2)
  end
  return result
end
-- Argo CD's collects everything, whatever it is asked, and returns nothing.
env.collectgarbage = function() end
env._VERSION = "Lua 5.1"
env.obj = object
env.actionParams = {}
env.print = function() end
env.unpack = table.unpack
env.table = pick(table, table_functions)
env.table.getn = function(t) return #t end
env.table.maxn = function(t)
  local most = 0
  for key in pairs(t) do
    if type(key) == "number" and key > most then
      most = key
    end
  end
  return most
end
-- Text only: bytecode made by hand can break out of any sandbox.
env.load = function(reader, name)
  return load_text(reader, name, "t", env)
end
env.loadstring = env.load

local clock = {time = os.time, date = os.date}
env.require = function(name)
  if name == "os" then
    return clock
  end
  if name == "table" then -- not string and math, which Argo CD's require never finds
    return env.table
  end
  error("module " .. tostring(name) .. " not found", 2)
end

if open then
  env.string = pick(string, string_functions)
  env.string.gfind = string.gmatch
  env.math = pick(math, math_names)
  env.math.mod = math.fmod
  env.os = {time = os.time, date = os.date, clock = os.clock, difftime = os.difftime}
  env.debug = {traceback = debug.traceback}
  env.coroutine = pick(coroutine, {"resume", "running", "status", "yield"})
  env.coroutine.create = function(body)
    local thread = create(body)
    sethook(thread, watch, mask, interval)
    return thread
  end
  env.coroutine.wrap = function(body)
    local thread = env.coroutine.create(body)
    return function(...)
      local results = table.pack(resume(thread, ...))
      if not results[1] then
        error(results[2], 0)
      end
      return table.unpack(results, 2, results.n)
    end
  end
  setmetatable_of("", {__index = env.string})
else
  -- ("text"):find() would reach the string library through the strings' own metatable.
  setmetatable_of("", nil)
end

local script, fault = load_text(text, chunk, "t", env)
if script == nil then
  return false, fault, false
end
sethook(watch, mask, interval)
local results = table.pack(pcall(script))
sethook()
-- Argo CD takes what stands last where several values are returned.
return results[1], results[math.max(2, results.n)], stopped
