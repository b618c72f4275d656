"""What is wrong with a document that cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(r"\{line:([0-9]+)\}")


@dataclass(frozen=True, slots=True)
class YamlFault:
    """A document that Kubernetes could not read, as a value."""

    source: str  # the file, as shown
    index: int  # 0-based position of the document in the file
    line: int  # 1-based line in the file
    message: str


class UnreadableError(Exception):
    """A document cannot be read; lines are 0-based in the text that was given."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line

    def fault(self, source: str, index: int, first_line: int) -> YamlFault:
        """Return the fault with lines counted from `first_line`, the document's own (1-based)."""

        def in_file(found: re.Match[str]) -> str:
            return str(first_line + int(found[1]))

        message = _LINE.sub(in_file, self.message)
        return YamlFault(source, index, first_line + self.line, message)
