"""A health script and an object in, its health out: a sandbox with what Argo CD gives a script.

Argo CD runs health scripts with gopher-lua, which is Lua 5.1 with `goto`. The interpreter here
is Lua 5.2, the oldest that has `goto` and lets the memory of a script be bounded; sandbox.lua
gives it the names of 5.1 that Argo CD's has. One difference is left: whole numbers from 10^14 on
print with an exponent here and in full there. What is left out on purpose: io, the half of os
that touches the machine, files, bytecode and function environments.

This runs in a child, which is ended where no count of instructions would do it: in the middle of
one call of a library function (a pattern that backtracks, say), or of the compiler.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from lupa import lua52  # type: ignore[import-untyped] # (lupa ships no types)

from argowave.health.values import ResultError, from_lua, to_bytes, to_lua, to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.health.status import Health

# Argo CD stops a script after one second; counting instructions gives the same answer on
# every machine, and these take well under a second.
INSTRUCTIONS: Final = 5_000_000
MEMORY: Final = 64 * 1024 * 1024  # bytes, the object included
PATIENCE: Final = "Argo CD stops a script after 1 s."

_CHUNK: Final = b"=script"  # a path would be cut at 60 characters in Lua's messages
_LONGEST: Final = 400  # characters of what a script says about itself
_PLACE: Final = re.compile(r"\Ascript:(\d+): (.*)\Z", re.DOTALL)
# What a script that needs the libraries says without them: the names that only they define.
_CLOSED: Final = re.compile(r"'(string|math|os|coroutine|debug)' \(a nil value\)|a string value")


class Fault(Exception):  # noqa: N818 (a script's, which is an answer like a health)
    """Why a script does not compile or gives no health."""

    def __init__(self, message: str, line: int | None = None, hint: str | None = None) -> None:
        """Take what is wrong, the line of the script, and what is to be known about it."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.hint = hint


def answer(operation: str, given: dict[str, Any]) -> dict[str, Any]:
    """Compile or run a script, as the parent asks: see script.py."""
    try:
        if operation == "compile":
            compile_text(given["script"])
            return {}
        health = run_text(given["script"], given["object"], open_libs=given["open"])
    except Fault as fault:
        return {"fault": fault.message, "line": fault.line, "hint": fault.hint}
    said = {"status": str(health.status), "message": health.message}
    return {**said, "invalid": health.invalid}


def compile_text(text: str) -> None:
    """Raise Fault where a script does not compile."""
    runtime = _runtime()
    load = runtime.eval(b"function(text, chunk) return load(text, chunk, 't') end")
    try:
        compiled = load(to_bytes(text), _CHUNK)
    except (lua52.LuaError, MemoryError) as error:
        _refuse(_without_trace(error))
    if isinstance(compiled, tuple):
        _refuse(to_text(compiled[1]))


def run_text(
    text: str,
    object_: dict[str, Any],
    *,
    open_libs: bool = False,
    visit: Callable[[int], object] | None = None,
) -> Health:
    """Return what a script says of `object_`, as Argo CD would have it.

    Args:
        text: the script.
        object_: the whole object, as JSON values.
        open_libs: whether `health.lua.useOpenLibs: true` stands beside the script.
        visit: called with each line that the script executes.

    Raises:
        Fault: it fails at run time, takes too long or too much memory, or returns no health.
    """
    runtime = _runtime()
    try:
        ended, result, stopped = runtime.execute(
            _sandbox(),
            _CHUNK,
            to_bytes(text),
            to_lua(runtime, object_),
            open_libs,
            INSTRUCTIONS,
            visit,
        )
    except (lua52.LuaError, MemoryError) as error:  # LuaMemoryError is both
        _refuse(_without_trace(error))
    if stopped:
        message = f"did not end within {INSTRUCTIONS:,} instructions"
        raise Fault(message, hint=PATIENCE)
    if not ended:
        _refuse(_error_text(runtime, result), open_libs=open_libs)
    try:
        return from_lua(result, lambda value: _kind(runtime, value))
    except ResultError as error:
        raise Fault(str(error)) from None


def _refuse(text: str, *, open_libs: bool = True) -> NoReturn:
    """Raise `text`, an error of Lua's, with its line taken out of it."""
    if "not enough memory" in text:
        message = f"took more than {MEMORY // 1024 // 1024} MiB of memory"
        raise Fault(message)
    found = _PLACE.match(text)
    line, message = (int(found[1]), found[2]) if found else (None, text)
    hint = None
    if not open_libs and _CLOSED.search(message):
        hint = "Argo CD opens the standard libraries only with useOpenLibs: true."
    if len(message) > _LONGEST:
        message = f"{message[:_LONGEST]}…"
    raise Fault(message, line, hint)


def _error_text(runtime: lua52.LuaRuntime, raised: object) -> str:
    """Return what a script raised; it may be a value of any type."""
    if isinstance(raised, bytes):
        return to_text(raised)
    return f"raised a {_kind(runtime, raised)}, not a message"


def _without_trace(error: Exception) -> str:
    return str(error).partition("\nstack traceback:")[0]


def _kind(runtime: lua52.LuaRuntime, value: object) -> str:
    """Return Lua's own name for the type of a value."""
    return to_text(runtime.globals()[b"type"](value))


def _runtime() -> lua52.LuaRuntime:
    """Return a fresh interpreter that reaches nothing of Python; its texts are bytes."""
    return lua52.LuaRuntime(
        encoding=None,
        register_eval=False,
        register_builtins=False,
        attribute_filter=_no_attribute,
        unpack_returned_tuples=True,
        max_memory=MEMORY,
    )


def _no_attribute(_object: object, name: object, _setting: object) -> NoReturn:
    """Refuse every look at a Python object."""
    message = f"no attribute {name!r}"
    raise AttributeError(message)


@cache
def _sandbox() -> bytes:
    return Path(__file__).with_name("sandbox.lua").read_bytes()
