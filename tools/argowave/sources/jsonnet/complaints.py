"""What Jsonnet says of a program → the file, the line and the words of a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 400  # characters of what a program says about itself
_PLACE: Final = r"(?P<file>[^<\n][^\n]*?):\(?(?P<line>\d+):(?P<column>\d+)\)?"
# b/c.jsonnet:3:1-4 Expected a comma, or with STATIC ERROR: before and a colon behind (in C++)
_STATIC: Final = re.compile(rf"(?:STATIC ERROR: )?{_PLACE}(?:-[\d():]+)?:? (?P<said>.*)", re.DOTALL)
_TRACED: Final = re.compile(rf"^\t{_PLACE}(?:-[\d():]+)?(?:\t|$)", re.MULTILINE)
# how both say that an import was refused, before the words of who refused it
_IMPORT: Final = re.compile(r"(?:importer error|couldn't open import [^\n]*?): (?=it imports )")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, and where."""

    file: str  # relative to the repository
    line: int | None
    column: int | None
    said: str


def read_complaint(text: str, file: str) -> Complaint:
    """Return what Jsonnet says on one line, at the innermost place that is in a file.

    Args:
        text: the library's message: of a program that cannot be read, or with a trace.
        file: the one that is evaluated.
    """
    stripped = text.removeprefix("RUNTIME ERROR: ")
    imported = stripped != text  # of a file that cannot be read; what a program says may look so
    match = _STATIC.match(stripped)
    if match and (not imported or match["file"].endswith(("sonnet", ".json"))):
        said = match["said"].partition("\n")[0]
        return Complaint(match["file"], int(match["line"]), int(match["column"]), _short(said))
    said, tab, trace = stripped.partition("\n\t")
    said = _short(_IMPORT.sub("", said))
    if match := _TRACED.search(f"{tab[1:]}{trace}"):
        return Complaint(match["file"], int(match["line"]), int(match["column"]), said)
    return Complaint(file, None, None, said)


def _short(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
