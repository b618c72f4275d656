"""Text → the same without what is text to every reader: descriptions, most of a definition.

A word in a description, such as `*` before a point of a list, is then no reason to doubt the whole.
What holds text is told by the line that begins it, from the first to the last, each from where the
one before ends; whatever could make that a mistake, such as a quote or a bracket that its line
opens and does not close, is looked for in what is left.
"""

from __future__ import annotations

import re
from typing import Final

# in a line of a plain scalar: a colon before a blank and a hash behind one would be more than text
_TEXT: Final = rb"(?:[^\n:#]++|:(?=[^\s])|(?<=\S)#)++"
_NEITHER: Final = rb"(?:\^|\.[A-HJ-MO-Za-hj-mo-z])"  # a pattern, or a path in a document
_MORE: Final = rb"\n\1 +[\w(`]" + _TEXT  # a further line of such a scalar
_HELD: Final = re.compile(
    rb"^(?:( *)([\w./-]+: +)"  # a key in a line of its own, and what stands deeper than it:
    # a block scalar that begins with a line that says something
    rb"(?:([|>][-+]?)\n\1 +[^ \n][^\n]*\n(?:\1 [^\n]*\n| *\n)*+"
    # words that begin with a letter, and their further lines
    rb"|[A-Za-z](?:(?=[^\n]* \S)" + _TEXT + rb"(?:" + _MORE + rb")*"
    # one word with further lines
    rb"|" + _TEXT + rb"(?:" + _MORE + rb")+)$(?!\n\1 )"
    # one that is neither a number nor a boolean
    rb"|" + _NEITHER + _TEXT + rb"(?:" + _MORE + rb")*$)"
    # quotes behind any key, over several lines too
    rb"|( *(?:- +)*[\w./-]+: +)(?:'(?:[^']++|'')*+'|\"(?:[^\"\\]++|\\[nt\"\\])*+\") *$)",
    re.MULTILINE,
)
# the same of one line in a list
_LISTED: Final = re.compile(
    rb"^( *(?:- +)+(?:[\w./-]+: +)?)(?:[A-Za-z](?=[^\n]* \S)|" + _NEITHER + rb")" + _TEXT + rb"$",
    re.MULTILINE,
)
# a quote that a line opens and does not close: what looks like a key below may stand inside it
_OPEN: Final = re.compile(
    rb"(?:^|[:?-] |[\[{,]) *"
    rb"(?:\"(?:[^\"\\\n]|\\[^\n])*|'[^'\n]*(?:''[^'\n]*)*)$",
    re.MULTILINE,
)
# a block scalar that is still there
_BLOCK: Final = re.compile(rb"^(?! *#)(?:[^\n]* )?[|>][-+0-9]* *(?:#[^\n]*)?$", re.MULTILINE)
# control characters, BOM, and the line breaks of YAML 1.1
_CHARACTERS: Final = re.compile(
    rb"[\x00-\x09\x0b-\x1f\x7f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]"
)


def without_prose(data: bytes) -> bytes | None:
    """Return a text in which each text of several words, in quotes or in a block is one letter.

    Returns:
        None where there is none, or where it is not sure that it is one.
    """
    if _CHARACTERS.search(data):
        return None
    blocks = 0

    def letter(match: re.Match[bytes]) -> bytes:
        nonlocal blocks
        start, key, block, before = match.groups()
        blocks += block is not None
        if block is not None:
            return b"%b%b%b\n%b  x\n" % (start, key, block, start)
        return b"%bx" % before if before is not None else b"%b%bx" % (start, key)

    found, number = _HELD.subn(letter, data)
    if not number or _OPEN.search(found) or len(_BLOCK.findall(found)) != blocks:
        return None
    return _LISTED.sub(rb"\1x", found)
