"""Texts of manifests → lines that fit a box, and that steer neither a terminal nor a writer."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WIDTH: Final = 26  # columns of a line in a box
_HALF: Final = WIDTH // 2  # characters that surely fit, wide ones too
_LINES: Final = 4
# up to a dash and the like, or to where a new word begins: ManagedResource|Activation
_PIECES: Final = re.compile(r".+?(?:(?<=[-./:_ ])|(?<=[a-z])(?=[A-Z])|\Z)", re.DOTALL)


def plain(text: str) -> str:
    """Return a text in one line; what cannot be seen, or turns others around, as escapes."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def columns(text: str) -> int:
    """Return how many columns a text takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )


def wrap(text: str) -> list[str]:
    """Return a text in lines of at most WIDTH columns, broken behind dashes and the like.

    A text of more than four lines ends in an ellipsis.
    """
    lines = [""]
    for piece in _PIECES.findall(plain(text)):
        for part in _parts(piece):
            if columns(lines[-1]) + columns(part) > WIDTH and lines[-1]:
                lines.append("")
            lines[-1] += part
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1][: _HALF - 1]}…"]
    return [line.rstrip(" ") or " " for line in lines]


def _parts(piece: str) -> list[str]:
    """Return a piece cut where it is wider than a whole line."""
    if columns(piece) <= WIDTH:
        return [piece]
    return [piece[start : start + _HALF] for start in range(0, len(piece), _HALF)]
