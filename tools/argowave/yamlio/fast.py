"""The short cut: yaml-rs, for text that it reads exactly as the reference reader does.

yaml-rs follows YAML 1.2 and Go does not, so a guard looks at every word for what the two could
read differently. It errs on the side of the reference reader: a word in a comment may cost
time, never the right answer. Words recur from manifest to manifest, so those once found
harmless are remembered: a look at a manifest costs a few set operations.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml_rs

_STARTS: Final = rb"(?:\A|[\[{,:\"'(])"
_ENDS: Final = rb"(?=[,\]}:#]|\Z)"
_BOOLEANS: Final = rb"[yYnN~]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF"
_CAPITALS: Final = rb"N(?:ull|ULL)|T(?:rue|RUE)|F(?:alse|ALSE)"
# What makes a word (text between blanks) doubtful; quotes and comments are not told apart.
_DOUBTFUL: Final = re.compile(
    rb"[\x00-\x08\x0e-\x1f\x7f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]"  # control characters, BOM
    rb"|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]"  # line breaks of YAML 1.1
    rb"|\\(?![nt\"\\])"  # escapes other than the everyday ones
    rb"|\A:|[\]}]:|\A---|\A\.\.\."  # `80 :`, collections as keys, document marks
    rb"|" + _STARTS + rb"(?:"
    rb"[&*!?@`%]|<<|[|>][-+]?[0-9]"  # anchors, aliases, tags, merges, complex keys
    rb"|(?:" + _BOOLEANS + rb"|" + _CAPITALS + rb")" + _ENDS + rb"|(?:true|false|null):"
    rb"|[-+]?(?:_|0[0-9a-zA-Z_]|\.[0-9a-zA-Z])|\+[0-9]|-0"  # octal, hex, signs, leading points
    rb"|-?[0-9]+(?:_|[eE]|\.[0-9]*[eE_]|\.0*" + _ENDS + rb"|\.?[0-9]*:)"  # 1_0, 1e3, 1.0, 80:
    rb"|[-+]?[0-9]{16})"  # more digits than a double holds
)
# yaml-rs ends a block scalar with a line break even where the file ends without one
_BLOCK: Final = re.compile(rb"[|>]")
_MOST: Final = 100_000  # words remembered, about 10 MB
_harmless: Final[set[bytes]] = set()


def is_plain_sailing(data: bytes) -> bool:
    """Return whether every reader of YAML is sure to read `data` alike."""
    if b"\t" in data or b"\r" in data or b"\x0b" in data or b"\x0c" in data:
        return False
    unknown = set(data.split()) - _harmless
    if unknown:
        if any(map(_DOUBTFUL.search, unknown)):
            return False
        if len(_harmless) > _MOST:
            _harmless.clear()
        _harmless.update(unknown)
    return data[-1:] == b"\n" or _BLOCK.search(data) is None


def read_fast(data: bytes) -> tuple[bool, Any]:
    """Return (True, value) where the short cut is sure, (False, None) where it is not.

    Args:
        data: the bytes of one document, without the separator before it.
    """
    if not is_plain_sailing(data):
        return False, None
    try:
        return True, yaml_rs.loads(data.decode(), parse_datetime=False)
    except (ValueError, TypeError, RecursionError, yaml_rs.YAMLDecodeError):
        # the reference reader has the last word, and the message
        return False, None
