"""Text whose shape, not its words, yaml-rs reads otherwise than libyaml does, or not safely.

yaml-rs is laxer than libyaml about collections in brackets and about block scalars in odd
places, it takes collections for keys, and it ends the process on text nested thousands of levels
deep. Text of these shapes is rare and goes to the reference reader. Judged by the bytes alone:
a bracket in prose may cost time, never the right answer.
"""

from __future__ import annotations

import re
from typing import Final

MAX_NODES: Final = 1_000_000  # values in one document; 10 MB hold 300,000 of them as a rule
# A level of nesting takes two bytes, and half a column of indentation or a bracket; so text
# within these limits stays under the 200 levels of the reference reader.
_SHORT: Final = 400
_INDENTATION: Final = b" " * 84
_DASHES: Final = b"- - - -"
_BRACKETS: Final = 24

_BEFORE_VALUES: Final = (b"\n", b",", b":", b"[", b"{", b"- ", b"? ")

_BLOCK: Final = re.compile(
    rb"[|>](?:"
    rb"(?<=[:-] .)(?![-+]? *(?:\n| #))"  # more than a header behind a key or dash
    rb"|(?<=  .)|(?<=\n.)|(?<=\n .)|(?<=\A.)|(?<=\A .)"  # no key or dash just before it
    rb")"
)
_HEADER: Final = re.compile(rb"[|>][-+]? *(?:#.*)?$", re.MULTILINE)
_FLOW: Final = re.compile(rb"[\[{][^\n]*")
# a list of plain or quoted words, which both read alike, or an empty mapping
_LIST: Final = re.compile(rb"\[(?:[^\[\]{}:\"'#]++|\"[^\"\\\[\]{}]*+\"|'[^'\[\]{}]*+')*+\]|\{\}")
# a block scalar in brackets, a list as a key, a mapping whose keys are not all plain to see
_ODD_FLOW: Final = re.compile(rb"[\[{,:] *[|>]|\{ *\[")
_ODD_MAPPING: Final = re.compile(rb"[{,](?! *[\w\"'./-]++:)")


def has_odd_shape(data: bytes) -> bool:
    """Return whether the shape of `data` is one that only the reference reader is sure of."""
    # yaml-rs ends a block scalar with a line break even where the file ends without one
    if (b"|" in data or b">" in data) and (
        data[-1:] != b"\n" or _BLOCK.search(data) or _HEADER.search(_last_lines(data))
    ):
        return True  # the last: a block scalar of no lines
    if (b"[" in data or b"{" in data) and any(map(_is_odd_flow, _FLOW.findall(data))):
        return True
    if len(data) > MAX_NODES and sum(map(data.count, _BEFORE_VALUES)) > MAX_NODES:
        return True  # the reference reader counts
    return len(data) > _SHORT and (_INDENTATION in data or _DASHES in data)


def _last_lines(data: bytes) -> bytes:
    """Return the last line that says something, and the comments after it."""
    end = len(data)
    while end:
        begin = data.rfind(b"\n", 0, end - 1) + 1
        line = data[begin:end].strip(b" \n")
        if line and not line.startswith(b"#"):
            return data[begin:]
        end = begin
    return data


def _is_odd_flow(line: bytes) -> bool:
    """Tell whether a line, from its first bracket on, is more than simple lists and mappings."""
    lists, mappings = line.count(b"["), line.count(b"{")
    if lists != line.count(b"]") or mappings != line.count(b"}") or lists + mappings > _BRACKETS:
        return True
    if mappings and b"{" in (line := _LIST.sub(b"", line)) and _ODD_MAPPING.search(line):
        return True
    return _ODD_FLOW.search(line) is not None
