"""A template's text → the same with marks, from which a line of its output tells its own line.

Text between actions gets a mark behind the blanks that begin a line, where no action can trim it
away; an action that begins a line gets one in an action of its own. What `define` and `block`
hold is not marked: it stands where it is included, and so does its line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from argowave.gotemplates.tokens import UnreadableTemplateError, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.gotemplates.tokens import Span

_MARK: Final = re.compile("\x01([0-9]+)\x02")
_START: Final = re.compile(r"^[ \t]*(?=[^ \t\r\n])", re.MULTILINE)
_OPENING: Final = frozenset(("if", "range", "with"))
_HELD: Final = frozenset(("define", "block"))


def marked(text: str) -> str | None:
    """Return a template with marks, None where it cannot be read."""
    if "\x01" in text or "\x02" in text:
        return None
    try:
        found = list(spans(text))
    except UnreadableTemplateError:
        return None
    pieces: list[str] = []
    position = 0
    lines = _Lines(text)
    marks = {**_before_text(text, found, lines), **_before_actions(text, found, lines)}
    for at, mark in sorted(marks.items()):
        pieces += [text[position:at], mark]
        position = at
    return "".join((*pieces, text[position:]))


def unmarked(output: str) -> str:
    """Return what a template with marks renders to, without them."""
    return _MARK.sub("", output)


def line_of_output(plain: str, output: str, line: int) -> int | None:
    """Return the 1-based line of the template that made a line of its output.

    Args:
        plain: what the template renders to.
        output: what it renders to with marks.
        line: 0-based, in `plain`.

    Returns:
        None where the marks changed what the template says there.
    """
    lines, marks = plain.split("\n"), output.split("\n")
    if len(lines) != len(marks) or not 0 <= line < len(lines):
        return None
    if unmarked(marks[line]).rstrip() != lines[line].rstrip():
        return None
    here = _MARK.finditer(marks[line])
    first = [match for match in here if not unmarked(marks[line][: match.start()]).strip()]
    if first:
        return int(first[-1][1])
    before = _MARK.findall("\n".join(marks[:line]))
    return int(before[-1]) if before else None


def _before_text(text: str, found: Sequence[Span], lines: _Lines) -> dict[int, str]:
    """Return {position: mark} of the lines that begin with text."""
    inside = _Inside(found)
    held = list(_held(found))
    starts = (match.end() for match in _START.finditer(text))
    return {
        at: f"\x01{lines.of(at)}\x02"
        for at in starts
        if not inside.an_action(at) and not any(start <= at < end for start, end in held)
    }


def _before_actions(text: str, found: Sequence[Span], lines: _Lines) -> dict[int, str]:
    """Return {position: mark} of the actions that begin a line."""
    held = list(_held(found))
    marks = {}
    for span in found:
        line = text.rfind("\n", 0, span.start) + 1
        if text[line : span.start].strip() or any(a <= span.start < b for a, b in held):
            continue
        dash = "-" if text.startswith("{{-", span.start) else ""
        number = lines.of(span.start)
        marks[span.start] = f'{{{{{dash} "\\x01{number}\\x02" }}}}'
    return marks


class _Lines:
    """Tells the 1-based line of a position; a text may have thousands of both."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def of(self, at: int) -> int:
        return bisect_left(self._ends, at) + 1


class _Inside:
    """Tells whether a position is inside an action."""

    def __init__(self, found: Sequence[Span]) -> None:
        self._found = iter(found)
        self._next = next(self._found, None)

    def an_action(self, at: int) -> bool:
        """Tell it of a position that is not before the last one asked."""
        while self._next is not None and self._next.end <= at:
            self._next = next(self._found, None)
        return self._next is not None and self._next.start <= at


def _held(found: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Give where definitions start and end."""
    depth = 0
    start = -1
    for span in found:
        word = span.tokens[0].value if span.tokens and span.tokens[0].kind == "word" else ""
        if word in _HELD or (word in _OPENING and start >= 0):
            if start < 0:
                start = span.start
            depth += 1
        elif word == "end" and start >= 0:
            depth -= 1
            if depth == 0:
                yield start, span.end
                start = -1
