"""Whether a word is another one with one slip of the pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_slip(written: str, meant: str) -> bool:
    """Tell whether two words differ, and by one letter, two swapped ones, or their case alone."""
    one, other = written.lower(), meant.lower()
    if one == other:
        return written != meant
    if abs(len(one) - len(other)) > 1:
        return False
    start = _alike(one, other)
    one, other = one[start:], other[start:]
    end = _alike(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    if len(one) <= 1 and len(other) <= 1:
        return True
    return len(one) == 2 and one == other[::-1]  # noqa: PLR2004 (two letters swapped)


def slip_of(written: str, known: Iterable[str]) -> str:
    """Return the first known word that a word is a slip of, "" where it is one of none."""
    return next((each for each in known if is_slip(written, each)), "")


def slip_of_name(written: str, known: Iterable[str]) -> str:
    """Return the first name that one is a slip of, but none that differs in its numbers alone."""
    letters = words_of(written)
    return slip_of(written, (each for each in known if words_of(each) != letters))


def words_of(name: str) -> str:
    """Return a name without its digits: two that differ in these alone are two versions of one."""
    return "".join(each for each in name if not each.isdecimal())


def _alike(one: str, other: str) -> int:
    """Return how many letters two words have in common at their start."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
