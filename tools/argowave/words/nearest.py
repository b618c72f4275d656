"""A word that is wrong → the known one that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE: Final = 0.6


def nearest(word: str, known: Iterable[str], alike: float = _ALIKE) -> str:
    """Return the known word that comes nearest, "" where none is near.

    Args:
        word: what stands there.
        known: what could stand there; of several that are as near, the first one.
        alike: how near it has to be, from 0 for anything to 1 for the word itself.
    """
    import difflib  # noqa: PLC0415 (only for what is wrong)

    near = difflib.get_close_matches(word, list(known), 1, alike)
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str], alike: float = _ALIKE) -> str:
    """Return `; did you mean web?` for the end of a message, "" where no word is near."""
    near = nearest(word, known, alike)
    return f"; did you mean {near}?" if near else ""
