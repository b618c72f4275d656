"""A name that is not there and those that are → which one was meant most likely, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.nearest import nearest
from argowave.sources.fetch.versions import newest

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPARED: Final = 2_000  # names; a moment for those, and seconds for all that some servers have
_ALIKE: Final = 0.75


def near_version(asked: str, versions: Sequence[str]) -> str:
    """Return `; did you mean 4.15.1? the newest is 4.16.0`, as far as there is something to say."""
    last = newest(versions)
    near = _near(asked, versions)
    known = f"the newest is {last}" if last and last != near else ""
    if not near:
        return f"; {known}" if known else ""
    return f"; did you mean {near}?{f' {known}' if known else ''}"


def near_name(asked: str, names: Sequence[str]) -> str:
    """Return `; did you mean web?`, "" where no name comes close."""
    near = _near(asked, names)
    return f"; did you mean {near}?" if near else ""


def _near(asked: str, names: Sequence[str]) -> str:
    return nearest(asked, names[:_COMPARED], _ALIKE)
