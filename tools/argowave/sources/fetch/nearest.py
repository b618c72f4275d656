"""A name that is not there and those that are → which one was meant most likely, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.sources.fetch.versions import newest
from argowave.words.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPARED: Final = 2_000  # names; a moment for those, and seconds for all that some servers have
_ALIKE: Final = 0.75


def near_version(asked: str, versions: Sequence[str]) -> str:
    """Return `; did you mean 4.15.1? the newest is 4.16.0`, as far as there is something to say."""
    last = newest(versions)
    near = nearest(asked, versions[:_COMPARED], _ALIKE)
    known = f"the newest is {last}" if last and last != near else ""
    if not near:
        return f"; {known}" if known else ""
    return f"; did you mean {near}?{f' {known}' if known else ''}"


def near_name(asked: str, names: Sequence[str]) -> str:
    """Return `; did you mean web?`, "" where no name comes close."""
    return did_you_mean(asked, names[:_COMPARED], _ALIKE)
