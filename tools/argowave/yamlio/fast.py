"""The short cut: yaml-rs, for text that it reads exactly as the reference reader does.

yaml-rs follows YAML 1.2 and Go does not, so a guard looks at every word for what the two could
read differently. It errs on the side of the reference reader: a word in a comment may cost
time, never the right answer. Words recur from manifest to manifest, so those once found
harmless are remembered: a look at a manifest costs a few set operations.
"""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import filterfalse
from typing import TYPE_CHECKING, Any, Final

import yaml_rs

from argowave.yamlio.prose import without_prose
from argowave.yamlio.shape import has_odd_shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STARTS: Final = rb"(?:\A|[\[{,:\"'(])"
_ENDS: Final = rb"(?=[,\]}:#]|\Z)"
_BOOLEANS: Final = rb"[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF"
_CAPITALS: Final = rb"N(?:ull|ULL)|T(?:rue|RUE)|F(?:alse|ALSE)"
# What makes a word (text between blanks) doubtful; quotes and comments are not told apart.
_DOUBTFUL: Final = re.compile(
    rb"[\x00-\x08\x0e-\x1f\x7f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]"  # control characters, BOM
    rb"|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]"  # line breaks of YAML 1.1
    rb"|\\(?![nt\"\\])"  # escapes other than the everyday ones
    rb"|\A:|[\[{,\]}]:|\A---|\A\.\.\."  # `80 :`, collections as keys, document marks
    rb"|:[,\]}]|[\"']::"  # keys of nothing, two colons: libyaml refuses `[a:]` and `{"a"::b}`
    rb"|" + _STARTS + rb"(?:"
    rb"[&*!?@`%]|<<|[|>][-+]?[0-9]"  # anchors, aliases, tags, merges, complex keys
    rb"|(?:~|" + _CAPITALS + rb")" + _ENDS + rb"|(?:true|false|null):"
    rb"|[-+]?(?:_|0[0-9a-zA-Z_]|\.(?:[0-9_]|[iI][nN]|[nN][aA]))"  # octal, hex, leading points
    rb"|\+[0-9]|-0"  # signs
    rb"|-?[0-9]++(?:_|[eE]|\.[0-9]*[eE_]|\.0*" + _ENDS + rb"|\.?[0-9]*:)"  # 1_0, 1e3, 1.0, 80:
    rb"|[-+]?[0-9]{16})"  # more digits than a double holds
)
# Booleans in YAML 1.1 only, strings for yaml-rs. Most stand in prose, where they are neither, so
# what yaml-rs made of them is looked at afterwards.
_BOOLEAN: Final = re.compile(_STARTS + rb"(?:" + _BOOLEANS + rb")" + _ENDS)
_BOOLEAN_TEXTS: Final = frozenset(
    "y Y n N yes Yes YES no No NO on On ON off Off OFF".split()  # noqa: SIM905 (easier to read)
)
# A name, a path or a star in quotes is neither, so the two expressions need not look at it; these
# few words are.
_EVERYDAY: Final = re.compile(rb"[A-Za-z][A-Za-z0-9_./-]*\Z|[\[{]*([\"'])\*\1[\]},]*\Z")
_LOADED: Final = frozenset(
    {text.encode() for text in _BOOLEAN_TEXTS}
    | {b"Null", b"NULL", b"True", b"TRUE", b"False", b"FALSE"}
)
_MOST: Final = 10_000  # words remembered, about 1 MB
_LONGEST: Final = 64  # bytes of a word that is remembered
_harmless: Final[set[bytes]] = set()


class _Doubt(IntEnum):
    """What the words of a text leave open."""

    NONE = 0
    BOOLEANS = 1  # words that are booleans in YAML 1.1, unless they are part of a longer text
    ANY = 2


def is_plain_sailing(data: bytes) -> bool:
    """Return whether every reader of YAML is sure to read `data` alike."""
    return _doubt(data) is _Doubt.NONE


def read_fast(data: bytes) -> tuple[bool, Any]:
    """Return (True, value) where the short cut is sure, (False, None) where it is not.

    Args:
        data: the bytes of one document, without the separator before it.
    """
    doubt = _doubt(data)
    if doubt is _Doubt.ANY:
        return False, None
    return _read(data, says_boolean=doubt is _Doubt.BOOLEANS)


def read_all_fast(texts: Sequence[bytes]) -> Iterator[tuple[bool, Any]]:
    """Give the answer of `read_fast` for each of several texts, looking at their words at once."""
    booleans = _booleans_in(b"\n".join(texts))
    if booleans is None:
        yield from map(read_fast, texts)
        return
    for text in texts:
        if has_odd_shape(text):
            yield read_fast(text)
        else:
            yield _read(text, says_boolean=any(map(text.__contains__, booleans)))


def _doubt(data: bytes) -> _Doubt:
    found = _doubt_of(data)
    if found is _Doubt.ANY and (plain := without_prose(data)) is not None:
        return _doubt_of(plain)
    return found


def _doubt_of(data: bytes) -> _Doubt:
    booleans = _booleans_in(data)
    if booleans is None or has_odd_shape(data):
        return _Doubt.ANY
    return _Doubt.BOOLEANS if booleans else _Doubt.NONE


def _booleans_in(data: bytes) -> set[bytes] | None:
    """Return the words that could be booleans, None where other words are doubtful too."""
    if b"\t" in data or b"\r" in data or b"\x0b" in data or b"\x0c" in data:
        return None
    unknown = set(data.split()) - _harmless
    if not unknown:
        return unknown
    odd = set(filterfalse(_EVERYDAY.match, unknown)) | (unknown & _LOADED)
    if any(map(_DOUBTFUL.search, odd)):
        return None
    booleans = set(filter(_BOOLEAN.search, odd))
    _remember(unknown - booleans)
    return booleans


def _read(data: bytes, *, says_boolean: bool) -> tuple[bool, Any]:
    try:
        value = yaml_rs.loads(data.decode(), parse_datetime=False)
    except (ValueError, TypeError, RecursionError, yaml_rs.YAMLDecodeError):
        # the reference reader has the last word, and the message
        return False, None
    if says_boolean and _holds_boolean_text(value):
        return False, None
    return True, value


def _remember(words: set[bytes]) -> None:
    if len(_harmless) > _MOST:
        _harmless.clear()
    _harmless.update(word for word in words if len(word) <= _LONGEST)


def _holds_boolean_text(value: object) -> bool:
    """Tell whether a key or a scalar anywhere in `value` reads `yes`, `off` and the like."""
    if isinstance(value, str):
        return value in _BOOLEAN_TEXTS
    if isinstance(value, dict):
        return any(map(_holds_boolean_text, value)) or any(map(_holds_boolean_text, value.values()))
    return isinstance(value, list) and any(map(_holds_boolean_text, value))
