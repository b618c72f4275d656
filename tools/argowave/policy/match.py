"""Whether something holds: yes, no, or not to be told; with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Match:
    """What a part of a statement says of a request."""

    holds: bool | None  # None: cannot be told
    reason: str = ""  # why it does not hold, or why it cannot be told


YES: Final = Match(holds=True)


def no(reason: str) -> Match:
    """Return that something does not hold."""
    return Match(holds=False, reason=reason)


def unknown(reason: str) -> Match:
    """Return that nobody can tell."""
    return Match(holds=None, reason=reason)


def every(matches: Iterable[Match]) -> Match:
    """Return whether all hold; one that does not outweighs those that cannot be told."""
    found = YES
    for match in matches:
        if match.holds is False:
            return match
        if match.holds is None and found.holds:
            found = match
    return found


def any_of(matches: Iterable[Match], reason: str) -> Match:
    """Return whether one holds; `reason` says why none does."""
    found = no(reason)
    for match in matches:
        if match.holds:
            return match
        if match.holds is None and found.holds is False:
            found = match
    return found


def opposite(match: Match, reason: str) -> Match:
    """Return the negation; `reason` says why that does not hold."""
    if match.holds is None:
        return match
    return no(reason) if match.holds else YES
