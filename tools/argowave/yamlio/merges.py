"""What git leaves in a file where it could not merge."""

from __future__ import annotations

import re
from typing import Final

CONFLICT: Final = (
    "holds a merge that is not solved: choose between what stands around =======, and remove the "
    "lines that begin with <<<<<<<, ======= and >>>>>>>"
)
_MARK: Final = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)


def line_of_conflict(data: bytes) -> int | None:
    """Return the 1-based line in which a file's first conflict stands, None where there is none.

    A text within a file may hold such lines and mean them: whoever asks knows that the file
    cannot be read.
    """
    mark = _MARK.search(data)
    return data.count(b"\n", 0, mark.start()) + 1 if mark else None
