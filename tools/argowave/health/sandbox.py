"""A health script and an object in, its health out: a sandbox with what Argo CD gives a script.

Argo CD runs health scripts with gopher-lua, which is Lua 5.1 with `goto`. The interpreter here
is Lua 5.2, the oldest that has `goto` and lets the memory of a script be bounded; sandbox.lua
gives it the names of 5.1 that Argo CD's has. One difference is left: whole numbers from 10^14 on
print with an exponent here and in full there. What is left out on purpose: io, the half of os
that touches the machine, files, bytecode and function environments. A single call of a library
function (a pattern that backtracks, say) is not interrupted, as it is not in Argo CD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from argowave.errors import LuaError
from argowave.health.values import ResultError, from_lua, to_lua

if TYPE_CHECKING:
    from collections.abc import Callable

    from lupa import lua52  # type: ignore[import-untyped]  # lupa ships no types

    from argowave.health.status import Health

# Argo CD stops a script after one second; counting instructions gives the same answer on
# every machine, and these take well under a second.
INSTRUCTIONS = 5_000_000
MEMORY = 64 * 1024 * 1024  # bytes, the object included

_CHUNK = "=script"  # a path would be cut at 60 characters in Lua's messages
_PLACE = re.compile(r"\Ascript:(\d+): (.*)\Z", re.DOTALL)
# What a script that needs the libraries says without them: the names that only they define.
_CLOSED = re.compile(r"'(string|math|os|coroutine|debug)' \(a nil value\)|a string value")


@dataclass(frozen=True, slots=True)
class Script:
    """A health script that compiles."""

    text: str
    source: str  # the file it stands in, as shown in messages


def compile_script(text: str, source: str) -> Script:
    """Return the script in `text`.

    Raises:
        LuaError: a syntax error, with `source` and the line.
    """
    runtime = _runtime()
    compiled = runtime.eval("function(text, chunk) return load(text, chunk, 't') end")(text, _CHUNK)
    if isinstance(compiled, tuple):
        _refuse(source, str(compiled[1]))
    return Script(text, source)


def run_health(
    script: Script,
    object_: dict[str, Any],
    *,
    open_libs: bool = False,
    visit: Callable[[int], object] | None = None,
) -> Health:
    """Return what `script` says of `object_`, as Argo CD would have it.

    Args:
        script: from `compile_script`.
        object_: the whole object, as JSON values.
        open_libs: whether `health.lua.useOpenLibs: true` stands beside the script.
        visit: called with each line that the script executes.

    Raises:
        LuaError: it fails at run time, takes too long or too much memory, or returns no health.
    """
    from lupa import lua52  # noqa: PLC0415 (only for a script that runs)

    runtime = _runtime()
    try:
        ended, result, stopped = runtime.execute(
            _sandbox(),
            _CHUNK,
            script.text,
            to_lua(runtime, object_),
            open_libs,
            INSTRUCTIONS,
            visit,
        )
    except (lua52.LuaError, lua52.LuaMemoryError, MemoryError) as error:
        _refuse(script.source, str(error))
    if stopped:
        message = f"did not end within {INSTRUCTIONS:,} instructions"
        raise LuaError(message, path=script.source, hint="Argo CD stops a script after 1 s.")
    if not ended:
        _refuse(script.source, _error_text(runtime, result), open_libs=open_libs)
    try:
        return from_lua(result, runtime.globals()["type"])
    except ResultError as error:
        raise LuaError(str(error), path=script.source) from None


def _refuse(source: str, text: str, *, open_libs: bool = True) -> NoReturn:
    """Raise `text`, an error of Lua's, with its line taken out of it."""
    if "not enough memory" in text:
        message = f"took more than {MEMORY // 1024 // 1024} MiB of memory"
        raise LuaError(message, path=source)
    found = _PLACE.match(text)
    line, message = (int(found[1]), found[2]) if found else (None, text)
    hint = None
    if not open_libs and _CLOSED.search(message):
        hint = "Argo CD opens the standard libraries only with useOpenLibs: true."
    raise LuaError(message, path=source, line=line, hint=hint)


def _error_text(runtime: lua52.LuaRuntime, raised: object) -> str:
    """Return what a script raised; it may be a value of any type."""
    if isinstance(raised, str):
        return raised
    return f"raised a {runtime.globals()['type'](raised)}, not a message"


def _runtime() -> lua52.LuaRuntime:
    """Return a fresh interpreter that reaches nothing of Python."""
    from lupa import lua52  # noqa: PLC0415 (only for a script that runs)

    return lua52.LuaRuntime(
        register_eval=False,
        register_builtins=False,
        attribute_filter=_no_attribute,
        unpack_returned_tuples=True,
        max_memory=MEMORY,
    )


def _no_attribute(_object: object, name: object, _setting: object) -> NoReturn:
    """Refuse every look at a Python object."""
    message = f"no attribute {name}"
    raise AttributeError(message)


@cache
def _sandbox() -> str:
    return Path(__file__).with_name("sandbox.lua").read_text(encoding="utf-8")
