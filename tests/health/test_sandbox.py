"""What a health script may do, and what stops it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argowave.errors import LuaError
from argowave.health import Health, HealthStatus, compile_script, run_health


def run(text: str, manifest: dict[str, Any] | None = None, *, open_libs: bool = False) -> Health:
    return run_health(compile_script(text, "check.lua"), manifest or {}, open_libs=open_libs)


def say(expression: str, manifest: dict[str, Any] | None = None, *, open_libs: bool = False) -> str:
    text = f"return {{status = 'Healthy', message = tostring({expression})}}"
    return run(text, manifest, open_libs=open_libs).message


def refusal(text: str, *, open_libs: bool = False) -> str:
    with pytest.raises(LuaError) as caught:
        run(text, open_libs=open_libs)
    return str(caught.value)


def test_syntax_error_names_file_and_line() -> None:
    with pytest.raises(LuaError) as caught:
        compile_script("local a = 1\nif a then\n", "infra/argocd/health/check.lua")

    assert str(caught.value) == (
        "infra/argocd/health/check.lua:3: 'end' expected (to close 'if' at line 2) near <eof>"
    )


def test_run_time_error_names_file_and_line() -> None:
    assert refusal("local a = 1\nreturn a.b.c") == (
        "check.lua:2: attempt to index local 'a' (a number value)"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("return string.find('a', 'b')", "attempt to index global 'string' (a nil value)"),
        ("local s = 'a' return s:find('b')", "attempt to index local 's' (a string value)"),
        ("return math.max(1, 2)", "attempt to index global 'math' (a nil value)"),
    ],
)
def test_libraries_are_closed_and_the_error_says_what_opens_them(text: str, message: str) -> None:
    assert refusal(text) == (
        f"check.lua:1: {message}\n"
        "  Argo CD opens the standard libraries only with useOpenLibs: true."
    )


def test_use_open_libs_opens_them() -> None:
    assert say("string.find('abc', 'b', 1, true)", open_libs=True) == "2"
    assert say("('abc'):upper()", open_libs=True) == "ABC"
    assert say("math.max(1, 2)", open_libs=True) == "2"
    assert say("coroutine.wrap(function() coroutine.yield(7) end)()", open_libs=True) == "7"


@pytest.mark.parametrize("open_libs", [False, True])
@pytest.mark.parametrize(
    "name",
    ["io", "python", "dofile", "loadfile", "package", "module", "getfenv", "setfenv", "newproxy"],
)
def test_nothing_outside_can_be_reached(name: str, *, open_libs: bool) -> None:
    assert say(f"_G['{name}']", open_libs=open_libs) == "nil"


@pytest.mark.parametrize("name", ["execute", "exit", "getenv", "remove", "rename", "tmpname"])
def test_os_is_left_with_the_clock(name: str) -> None:
    assert say(f"os.{name}", open_libs=True) == "nil"
    assert say(f"require('os').{name}") == "nil"
    assert say("type(require('os').time())") == "number"


@pytest.mark.parametrize("name", ["io", "string", "math"])
def test_require_finds_nothing_but_os_and_table(name: str) -> None:
    assert say("type(require('table').concat)") == "function"
    assert refusal(f"require('{name}')") == f"check.lua:1: module {name} not found"


def test_bytecode_is_refused() -> None:
    assert say("select(2, load('\\27Lua'))").endswith(
        "attempt to load a binary chunk (mode is 't')"
    )
    assert say("string.dump", open_libs=True) == "nil"


def test_goto_is_understood_as_argo_cds_interpreter_does() -> None:
    text = """
    local kept = 0
    for _, item in ipairs(obj.items) do
      if item == 'skip' then goto continue end
      kept = kept + 1
      ::continue::
    end
    return {status = 'Healthy', message = tostring(kept)}
    """
    assert run(text, {"items": ["a", "skip", "b"]}).message == "2"


@pytest.mark.parametrize("open_libs", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local function again() return again() end again()",
        "setmetatable(_G, {__index = function(t, k) return t[k .. 'x'] end}) while true do end",
    ],
)
def test_script_without_end_is_stopped(text: str, *, open_libs: bool) -> None:
    begun = time.monotonic()

    assert refusal(text, open_libs=open_libs) == (
        "check.lua: did not end within 5,000,000 instructions\n  Argo CD stops a script after 1 s."
    )
    assert time.monotonic() - begun < 5


def test_coroutine_without_end_is_stopped() -> None:
    text = "local c = coroutine.wrap(function() while true do end end) while true do pcall(c) end"

    assert "did not end within" in refusal(text, open_libs=True)


@pytest.mark.parametrize(
    ("text", "open_libs"),
    [
        ("local t = {} while true do t[#t + 1] = {} end", False),
        ("local s = 'x' while true do s = s .. s end", False),
        ("local s = string.rep('x', 1e10)", True),
        ("local s = string.gsub(string.rep('x', 1e6), 'x', string.rep('y', 1e6))", True),
        ("local function deep() return 1 + deep() end deep()", False),
    ],
)
def test_script_that_allocates_without_end_is_stopped(text: str, *, open_libs: bool) -> None:
    assert refusal(text, open_libs=open_libs) == "check.lua: took more than 64 MiB of memory"


def test_one_script_leaves_nothing_to_the_next() -> None:
    run("left = 1 table.insert = nil return {status = 'Healthy'}")

    assert say("left") == "nil"
    assert say("type(table.insert)") == "function"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("obj.missing", "nil"),
        ("obj.null", "nil"),
        ("#obj.list", "2"),
        ("obj.list[2]", "b"),
        ("obj.integer", "3"),
        ("obj.float", "1.5"),
        ("obj.truth", "true"),
        ("next(obj.empty)", "nil"),
        ("obj.big == 2^53", "true"),
        ("obj.nested.list[1].a", "x"),
    ],
)
def test_object_arrives_as_argo_cd_would_hand_it_over(expression: str, text: str) -> None:
    manifest = {
        "null": None,
        "list": ["a", None, "b"],
        "integer": 3,
        "float": 1.5,
        "truth": True,
        "empty": {},
        "big": 2**53,
        "nested": {"list": [{"a": "x"}]},
    }

    assert say(expression, manifest) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("return nil", "returned nothing, so Argo CD would show no health"),
        ("local a = 1", "returned nothing, so Argo CD would show no health"),
        ("return 'Healthy'", "expect table output from Lua script, not string"),
        ("return {}", "returned a table without a status, so Argo CD would show no health"),
        ("return {status = 1}", "returned status as a number, not as a string"),
        (
            "return {status = 'Healthy', message = {}}",
            "returned message as a table, not as a string",
        ),
        ("error({})", "raised a table, not a message"),
        ("error('no such thing', 0)", "no such thing"),
    ],
)
def test_result_that_is_no_health_is_refused(text: str, message: str) -> None:
    assert refusal(text) == f"check.lua: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{status = "Healthy", "x"}', "a table with keys and a list at once"),
        ('{status = "Healthy", more = {1, a = 2}}', "a table with keys and a list at once"),
        ('{status = "Healthy", more = print}', "a function as more"),
    ],
)
def test_what_argo_cd_cannot_write_as_json_is_no_health(text: str, message: str) -> None:
    assert refusal(f"return {text}") == (
        f"check.lua: returned {message}, which Argo CD cannot read"
    )


def test_a_table_that_holds_itself_is_no_health() -> None:
    text = 'local t = {status = "Healthy"} t.t = t return t'

    assert "a table that holds itself" in refusal(text)


def test_the_last_of_several_values_counts() -> None:
    assert run('return nil, {status = "Healthy"}').status == "Healthy"
    assert refusal('return {status = "Healthy"}, "x"').endswith("not string")


@pytest.mark.parametrize("status", ["healthy", "", "Ready"])
def test_status_that_argo_cd_does_not_know_is_unknown(status: str) -> None:
    assert run(f"return {{status = '{status}'}}") == Health(
        HealthStatus.UNKNOWN, "Lua returned an invalid health status"
    )


def test_health_reads_as_one_line() -> None:
    assert str(Health(HealthStatus.HEALTHY)) == "Healthy"
    assert str(Health(HealthStatus.DEGRADED, "no queue")) == "Degraded: no queue"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(), JSON))
def test_any_object_can_be_handed_over(manifest: dict[str, Any]) -> None:
    present = sum(value is not None for value in manifest.values())

    text = "local n = 0 for _ in pairs(obj) do n = n + 1 end "
    assert run(f"{text} return {{status = 'Healthy', message = tostring(n)}}", manifest) == Health(
        HealthStatus.HEALTHY, str(present)
    )


def test_a_finalizer_is_never_run() -> None:
    text = "setmetatable({}, {__gc = function() while true do end end})\ncollectgarbage()\n"
    assert refusal(text + "return 1").endswith("expect table output from Lua script, not number")
    assert refusal("\nsetmetatable(1, {})").startswith("check.lua:2: bad argument #1")
