"""A health check that means harm is stopped, whatever it does, and reaches nothing."""

from __future__ import annotations

import pytest

from argowave.errors import LuaError
from argowave.health import Health, HealthStatus, compile_script, run_health

ENDED = "x.lua: did not end: it takes more than 0.5 s (ARGOWAVE_BOUND_SECONDS)"
STOPPED = "x.lua: did not end within 5,000,000 instructions\n  Argo CD stops a script after 1 s."
FULL = "x.lua: took more than 64 MiB of memory"


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOWAVE_BOUND_SECONDS", "0.5")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOWAVE_BOUND_SECONDS", "60")


def run(text: str, *, open_libs: bool = False) -> Health:
    return run_health(compile_script(text, "x.lua"), {"a": [1]}, open_libs=open_libs)


def refusal(text: str, *, open_libs: bool = False) -> str:
    with pytest.raises(LuaError) as raised:
        run(text, open_libs=open_libs)
    return str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "string.find(('a'):rep(40), ('a*'):rep(40) .. 'b')",
        "for each in (('a'):rep(1e7)):gmatch('.-b') do end",
        "string.find(('('):rep(3e5), '%b()')",
        "local s = ('x'):rep(1e6) while true do string.format('%s%s%s%s', s, s, s, s) end",
        "local s = ('\"'):rep(1e7) while true do string.format('%q', s) end",
        "while true do pcall(string.rep, 'x', 1e10) end",
        "local a = ('a\\0'):rep(1e7) local b = a .. 'x' while true do local c = a < b end",
        "local a = ('a'):rep(1e7) while true do a:lower() end",
    ],
)
def test_a_library_that_never_comes_back_is_ended(text: str) -> None:
    assert refusal(text, open_libs=True) == ENDED


@pytest.mark.parametrize(
    "text",
    [
        "local t = {} for i = 1, 99 do t[i] = 'xxxxx' end while true do t[1] = table.concat(t) end",
        "local s = 'x' for i = 1, 23 do s = s .. s end while true do local t = s .. 'y' end",
        "local t = {} for i = 1, 1e6 do t[i] = 1 end while true do table.insert(t, 1, 2) end",
        "local s = 'local a=1 ' for i = 1, 20 do s = s .. s end while true do load(s) end",
        "xpcall(function() error(1) end, function() while true do end end)",
    ],
)
def test_so_is_what_needs_no_library(text: str) -> None:
    assert refusal(text) == ENDED


def test_a_script_that_was_ended_is_not_run_again() -> None:
    text = "if obj.a then string.find(('a'):rep(50), ('a*'):rep(50) .. 'b') end return {}"
    script = compile_script(text, "x.lua")
    with pytest.raises(LuaError):
        run_health(script, {"a": 1}, open_libs=True)

    with pytest.raises(LuaError) as raised:
        run_health(script, {}, open_libs=True)
    assert str(raised.value) == ENDED


@pytest.mark.parametrize(
    "text",
    [
        "return " + "a or " * 300_000 + "b",
        "local x = " + "a and b or " * 300_000 + "b",
        "if a then a=1 " + "elseif a then a=1 " * 300_000 + "end",
    ],
)
def test_a_compiler_that_takes_for_ever_is_ended(text: str) -> None:
    with pytest.raises(LuaError) as raised:
        compile_script(text, "x.lua")

    assert str(raised.value) == ENDED


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a=1 " * 10_000_000, FULL),
        ("return " + "(" * 300_000, "x.lua:1: too many C levels (limit is 200) in main function"),
        ("do " * 300_000, "x.lua:1: too many C levels (limit is 200) in main function near 'do'"),
        ("do " + "goto a " * 40_000 + " end", "x.lua: too many labels/gotos (limit is 32767)"),
        ("return [" + "=" * 1_000_000, "x.lua:1: invalid long string delimiter near '[==="),
    ],
)
def test_a_script_that_is_too_much_is_refused_in_one_short_message(text: str, message: str) -> None:
    with pytest.raises(LuaError) as raised:
        compile_script(text, "x.lua")

    assert str(raised.value).startswith(message)
    assert len(str(raised.value)) < 500


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("open_libs", [False, True])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::a:: goto a", STOPPED),
        ("load(function() while true do end end)", STOPPED),
        ("load(function() return 'a=1 ' end)", STOPPED),
        ("local t = {} while true do pcall(function() while true do t[#t+1] = {} end end) end",
         STOPPED),
        ("local function f() return 1 + f() end f()", FULL),
        ("local t = {} while true do t = {t} end", FULL),
        ("local t = setmetatable({}, {__index = function(t, k) return t[k] end}) return t.x",
         "x.lua:1: C stack overflow"),
        ("local c = {} for i = 1, 999 do c = setmetatable({}, {__index = c}) end return c.x",
         "x.lua:1: loop in gettable"),
        ("tostring(setmetatable({}, {__tostring = function(t) return tostring(t) end}))",
         "x.lua: C stack overflow"),
        ("error(setmetatable({}, {__tostring = function() while true do end end}))",
         "x.lua: raised a table, not a message"),
        ("return setmetatable({}, {__index = function() while true do end end})",
         "x.lua: returned a table without a status, so Argo CD would show no health"),
        ("return unpack({}, 1, 1e9)", "x.lua:1: too many results to unpack"),
        ("table.sort({3, 1, 2, 5, 4}, function() return true end)",
         "x.lua:1: invalid order function for sorting"),
        ("error('\\255')", "x.lua:1: \ufffd"),
    ],
)  # fmt: skip
def test_what_the_interpreter_itself_bounds(text: str, message: str, *, open_libs: bool) -> None:
    assert refusal(text, open_libs=open_libs) == message


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("local s = string.rep('x', 1e10)", FULL),
        ("return ('a'):rep(1e6):gsub('', ('b'):rep(60))", FULL),
        ("return string.format('%099999d', 1)",
         "x.lua:1: invalid format (width or precision too long)"),
        ("local function f() return (string.gsub('a', 'a', f)) end f()",
         "x.lua: C stack overflow"),
        ("local function f() return coroutine.wrap(f)() end f()", "x.lua: C stack overflow"),
        ("while true do coroutine.resume(coroutine.create(function() for i=1,99 do end end)) end",
         STOPPED),
        ("return {status = 'Healthy', message = ('x'):rep(3e7)}",
         "x.lua: did not end: it gives 30 MB, and 1 MB is the most"),
        ("error(('x'):rep(3e7), 0)", f"x.lua: {'x' * 400}…"),
        ("return string.byte(('x'):rep(1e7), 1, -1)",
         "x.lua:1: stack overflow (string slice too long)"),
    ],
)  # fmt: skip
def test_what_bounds_the_libraries(text: str, message: str) -> None:
    assert refusal(text, open_libs=True) == message


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("open_libs", [False, True])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("return load('return _ENV')().io.open('/etc/passwd')",
         "x.lua:1: attempt to index field 'io' (a nil value)"),
        ("require('debug')", "x.lua:1: module debug not found"),
        ("require('package')", "x.lua:1: module package not found"),
        ("error(tostring(load('\\27Lua\\82')), 0)", "x.lua: nil"),
        ("error(select(2, load('\\27Lua\\82', 'x', 'b')), 0)",
         "x.lua: attempt to load a binary chunk (mode is 't')"),
        ("error(tostring(getmetatable(obj)), 0)", "x.lua: nil"),
        ("error(tostring(python) .. tostring(visit) .. tostring((...)), 0)", "x.lua: nilnilnil"),
        ("error(type(debug) == 'nil' and 'none' or tostring(debug.getregistry), 0)",
         "x.lua: {}"),
    ],
)  # fmt: skip
def test_there_is_no_way_out(text: str, message: str, *, open_libs: bool) -> None:
    expected = message.format("nil" if open_libs else "none")

    assert refusal(text, open_libs=open_libs) == expected


@pytest.mark.usefixtures("patient")
def test_only_what_argo_cd_has_is_there() -> None:
    names = "local r = {} for k in pairs(TABLE) do r[#r + 1] = k end table.sort(r)\n"
    names += "return {status = 'Healthy', message = table.concat(r, ' ')}"

    assert run(names.replace("TABLE", "_G")).message == (
        "_G _VERSION actionParams assert collectgarbage error getmetatable ipairs load loadstring "
        "next obj pairs pcall print rawequal rawget rawset require select setmetatable table "
        "tonumber tostring type unpack xpcall"
    )
    assert run(names.replace("TABLE", "debug"), open_libs=True).message == "traceback"
    assert run(names.replace("TABLE", "os"), open_libs=True).message == "clock date difftime time"
    assert run(names.replace("TABLE", "getmetatable('')"), open_libs=True).message == "__index"


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("number", [10**400, -(10**400)])
def test_a_number_that_no_float_holds_is_infinite(number: int) -> None:
    script = compile_script("return {status = 'Healthy', message = tostring(obj.n)}", "x.lua")

    assert run_health(script, {"n": number}).message == ("inf" if number > 0 else "-inf")


@pytest.mark.usefixtures("patient")
def test_bytes_that_are_no_text_are_replaced_as_in_argo_cd() -> None:
    text = "return {['\\255'] = 1, status = 'Healthy', message = 'a\\255'}"

    assert run(text) == Health(HealthStatus.HEALTHY, "a\ufffd")
