"""Why a health script gives no health, and whether that is so whatever the object looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.health.status import HealthStatus
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from argowave.errors import LuaError
    from argowave.health.status import Health

_LONGEST: Final = 40  # characters of a status
_CLOSED: Final = "only with useOpenLibs"
# Argo CD gives these to a script, and the sandbox here does not
_GIVEN: Final = frozenset(
    ("dofile", "getfenv", "loadfile", "module", "newproxy", "package", "setfenv")
)
_GIVEN_OPEN: Final = _GIVEN | {"channel", "debug", "io"}
_GLOBAL: Final = re.compile(r"global '(\w+)' \(a nil value\)")
_SURE: Final = re.compile(
    r"\Adid not end|\Atook more than|\Aexpect table output from Lua script, not"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a script raised, or returned in place of a health."""

    text: str
    always: bool  # it is one in whatever object it is met, however unlike a real one that is
    alike: bool  # it is one where objects of every state meet it

    def __str__(self) -> str:
        """Return what is wrong."""
        return self.text


def fault_of(error: LuaError, *, open_libs: bool) -> Fault:
    """Return what a script raised.

    A library that Argo CD does not open is missing whoever looks. Other errors may come of a
    sample that is unlike the objects of its kind; a name that nothing defines does not, where
    all samples meet it.
    """
    hint = f" ({error.hint.rstrip('.')})" if error.hint else ""
    text = f"{error.message}{hint}"
    missing = _GLOBAL.search(error.message)
    undefined = missing is not None and missing[1] not in (_GIVEN_OPEN if open_libs else _GIVEN)
    return Fault(text, _CLOSED in text, undefined or bool(_SURE.match(error.message)))


def invalid_status(health: Health, body: dict[str, Any]) -> Fault | None:
    """Return what is wrong with a status that Argo CD does not know, None where it does.

    Args:
        health: what the script says.
        body: of what; what the script copies from there is not known for other objects.
    """
    if health.invalid is None:
        return None
    stated = health.invalid[:_LONGEST]
    known = {str(each).lower(): str(each) for each in HealthStatus}
    near = nearest(stated.lower(), known)
    guess = f"; did you mean {known[near]}?" if near else ""
    said = f'it returns the status "{stated}"' if stated else "it returns no status"
    text = f"{said}, and Argo CD knows {', '.join(HealthStatus)}{guess}"
    copied = stated in repr(body.get("status"))
    return Fault(text, not copied, alike=not copied)
