"""Long lines on a terminal → lines that end between words."""

from __future__ import annotations

import os
import textwrap
from typing import Final, TextIO

_NARROWEST: Final = 40  # columns; below, whole words would leave most of a line empty
_INDENT: Final = "  "


class Wrapping:
    """Breaks a line where a terminal would, but between words; for a pipe or a file never."""

    def __init__(self, stream: TextIO) -> None:
        """Ask the terminal for its width; one that does not say has none."""
        self._width = 0
        if stream.isatty():
            try:
                self._width = os.get_terminal_size(stream.fileno()).columns
            except (OSError, ValueError):  # no terminal after all, or one without a size
                return

    def __call__(self, line: str) -> str:
        """Return `line` with line ends in it, what follows the first one further in.

        A path or a name is never broken, as it could not be copied then.
        """
        if self._width < _NARROWEST or len(line) <= self._width:
            return line
        further = line[: len(line) - len(line.lstrip(" "))] + _INDENT
        parts = textwrap.wrap(
            line,
            self._width,
            subsequent_indent=further,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return "\n".join(parts)
