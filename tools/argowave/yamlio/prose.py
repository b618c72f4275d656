"""Text → the same without what its block scalars hold, which every reader takes as it stands.

A word in a description, such as `*` before a point of a list, is then no reason to doubt a text.
"""

from __future__ import annotations

import re
from typing import Final

# a key with a block scalar that begins with a line that says something, and the lines below it
# that stand deeper than the key
_BLOCK: Final = re.compile(
    rb"^( *)([\w./-]+: +[|>][-+]?)\n(\1 +[^ \n][^\n]*\n(?:\1 [^\n]*\n| *\n)*)", re.MULTILINE
)
_HELD: Final = rb"\1\2\n\1  x\n"
# a quote that a line opens and does not close: what looks like a key below may stand inside it
_OPEN: Final = re.compile(
    rb"(?:^|[:?-] |[\[{,]) *"
    rb"(?:\"(?:[^\"\\\n]|\\[^\n])*|'[^'\n]*(?:''[^'\n]*)*)$",
    re.MULTILINE,
)
# control characters, BOM, and the line breaks of YAML 1.1
_CHARACTERS: Final = re.compile(
    rb"[\x00-\x09\x0b-\x1f\x7f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]"
)


def without_prose(data: bytes) -> bytes | None:
    """Return a text in which each block scalar of a key holds one letter.

    Returns:
        None where there is none, or where it is not sure that it is one.
    """
    if not (b"|" in data or b">" in data) or _CHARACTERS.search(data):
        return None
    found, number = _BLOCK.subn(_HELD, data)
    return found if number and not _OPEN.search(found) else None
