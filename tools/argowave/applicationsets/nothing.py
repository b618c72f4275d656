"""A generator that gives no element → which part of it gives none, for the end of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault, Unknown
from argowave.applicationsets.transform import transform
from argowave.typed import as_list
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from argowave.applicationsets.elements import Setting

_COMPOSED: Final = ("matrix", "merge")
_FEW: Final = 3  # patterns in one line


def what_gives_nothing(kind: str, section: dict[str, Any], setting: Setting) -> str:
    """Return `: nothing is at apps/*` and the like, "" where that cannot be told.

    A part of a matrix that takes something from the one before it cannot be run alone.
    """
    if kind == "git":
        return _nothing_at(section)
    gaps, wanted = len(setting.gaps), len(setting.wanted)
    try:
        for entry in as_list(section.get("generators")) if kind in _COMPOSED else ():
            for part in transform(entry, setting) if isinstance(entry, dict) else ():
                if not part.elements:
                    within = what_gives_nothing(part.kind, entry[part.kind], setting)
                    return f": the {part.kind} generator in it gives none{within}"
    except (Fault, Unknown):
        return ""
    finally:  # all of it has been asked before
        del setting.gaps[gaps:], setting.wanted[wanted:]
    return ""


def looks_for_files(section: dict[str, Any]) -> bool:
    """Tell whether a git generator looks for files by patterns alone, which few folders may have.

    A set of argocd-autopilot's has one for each kind of Application, and mostly one of them.
    """
    files = [each for each in as_list(section.get("files")) if isinstance(each, dict)]
    return bool(files) and all("*" in str(each.get("path")) for each in files)


def _nothing_at(section: dict[str, Any]) -> str:
    patterns = [
        str(each.get("path"))
        for key in ("directories", "files")
        for each in as_list(section.get(key))
        if isinstance(each, dict) and each.get("exclude") is not True
    ]
    if section.get("selector") or not patterns:
        return ""
    return f": nothing is at {first_few(patterns, _FEW)}"
