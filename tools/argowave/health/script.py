"""Argo CD's health scripts, compiled and run in a child whose time and memory are bounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from argowave.bounded.bounds import is_passed, stated_bounds
from argowave.bounded.errors import EndedError, UnavailableError
from argowave.bounded.worker import ask
from argowave.errors import LuaError, ProgramError
from argowave.health.status import Health, HealthStatus
from argowave.scarcity import advice_for_broken

_SANDBOX: Final = "argowave.health.sandbox"
_MOST: Final = 1_000_000  # bytes of an answer, nearly all of it the message of a health
# what had to be ended with a script, and why: it is not done again, for another object or kind
_ENDED: Final[dict[tuple[str, str], str]] = {}


@dataclass(frozen=True, slots=True)
class Script:
    """A health script that compiles."""

    text: str
    source: str  # the file it stands in, as shown in messages


def compile_script(text: str, source: str) -> Script:
    """Return the script in `text`.

    Raises:
        LuaError: a syntax error, with `source` and the line; or it takes too long to read.
        ProgramError: Lua cannot be loaded on this machine.
    """
    script = Script(text, source)
    _ask(script, "compile", {})
    return script


def run_health(script: Script, object_: dict[str, Any], *, open_libs: bool = False) -> Health:
    """Return what `script` says of `object_`, as Argo CD would have it.

    Args:
        script: from `compile_script`.
        object_: the whole object, as JSON values.
        open_libs: whether `health.lua.useOpenLibs: true` stands beside the script.

    Raises:
        LuaError: it fails at run time, takes too long or too much memory, or returns no health.
        ProgramError: Lua cannot be loaded on this machine.
    """
    said = _ask(script, "run", {"object": object_, "open": open_libs})
    return Health(HealthStatus(said["status"]), said["message"], said["invalid"])


def _ask(script: Script, operation: str, given: dict[str, Any]) -> dict[str, Any]:
    if why := _ENDED.get((operation, script.text)):
        raise _ended(script, why)
    question = {"script": script.text, **given}
    try:
        said = ask(_SANDBOX, operation, question, replace(stated_bounds(), output=_MOST))
    except EndedError as error:
        why = str(error)
        if is_passed(why):
            _ENDED[operation, script.text] = why
        raise _ended(script, why) from None
    except UnavailableError as error:
        message = f"Lua cannot be loaded: {error}"
        raise ProgramError(
            message, hint=advice_for_broken(str(error), "pip install lupa")
        ) from error
    if "fault" in said:
        raise LuaError(said["fault"], path=script.source, line=said["line"], hint=said["hint"])
    return dict(said)


def _ended(script: Script, why: str) -> LuaError:
    return LuaError(f"did not end: {why}", path=script.source)
