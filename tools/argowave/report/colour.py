"""Colour, where a person looks at a terminal."""

from __future__ import annotations

import os
from typing import TextIO

_CODES = {"red": "31", "yellow": "33", "green": "32", "bold": "1", "faint": "2"}


class Paint:
    """Puts words in colour, or leaves them as they are."""

    def __init__(self, stream: TextIO) -> None:
        """Decide by `stream`: a terminal, unless NO_COLOR or FORCE_COLOR say otherwise."""
        self._on = wants_colour(stream)

    def __call__(self, text: str, colour: str) -> str:
        """Return `text` in one of red, yellow, green, bold and faint."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self._on else text


def wants_colour(stream: TextIO) -> bool:
    """Tell whether to colour: NO_COLOR (no-color.org) first, then FORCE_COLOR, then a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
