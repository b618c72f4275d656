"""Text that stays in its line, and that a terminal does not obey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNSEEN: Final = "(not looked into: "
# what is before it keeps a long run of blanks from being tried again from each of them
_BREAK = re.compile(r"(?<!\s)\s*[\n\r\u2028\u2029]\s*")
# control characters, and those that turn the direction of writing
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Return `text` in one line, its control characters written as escapes."""
    return _CONTROL.sub(_escape, _BREAK.sub(" ", text))


def without_controls(text: str) -> str:
    """Return `text` with all control characters but line ends written as escapes."""
    return "\n".join(_CONTROL.sub(_escape, line) for line in text.split("\n"))


def reasons_once(lines: Iterable[str]) -> Iterator[str]:
    """Give lines, of which those that say why something was not looked into say it once.

    An ApplicationSet may make a hundred Applications of one chart.
    """
    said: set[str] = set()
    for line in lines:
        indent, unseen, note = line.partition(_UNSEEN)
        what, colon, _ = note.partition(": ")
        if unseen and colon and not indent.strip() and note in said:
            yield f"{indent}{unseen}{what}, as above)"
            continue
        said.add(note)
        yield line


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
