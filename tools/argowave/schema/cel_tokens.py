"""The text of a CEL rule → its tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 5_000  # characters of a rule that is still read
_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<raw>  [rR](?:'[^'\n]*'|"[^"\n]*") )
    | (?P<text> '(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*" )
    | (?P<number> -?[0-9]+(?:\.[0-9]+)?(?![\w.]) )
    | (?P<name> [A-Za-z_][A-Za-z0-9_]* )
    | (?P<sign> &&|\|\||==|!=|<=|>=|[<>!()\[\],.?:] )
    )""",
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(r"\\(.)")
_ESCAPED: Final = {"\\": "\\", "'": "'", '"': '"', "`": "`", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: Final = {"true": True, "false": False}
# how a field is written that CEL could not name: property names in x-kubernetes-validations
_NAMES: Final = {"underscores": "__", "dot": ".", "dash": "-", "slash": "/"}
_NAME: Final = re.compile(r"__([a-z]+)__")


class NotReadError(Exception):
    """The rule says more than is read here; it is recorded as not checked."""


@dataclass(frozen=True, slots=True)
class Token:
    """A sign or name as written, or a literal with its value."""

    text: str
    value: str | int | float | bool = ""
    is_literal: bool = False


def tokens(text: str) -> list[Token]:
    """Return the tokens of a rule.

    Raises:
        NotReadError: there is something in it that no rule about fields needs.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise NotReadError
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise NotReadError
        found.append(_token(match))
        position = match.end()
    return found


def unescape_name(name: str) -> str:
    """Return the field that CEL names so: __namespace__ is namespace, a__dash__b is a-b.

    From the Kubernetes documentation on CustomResourceDefinitions, "Validation rules".
    """
    whole = _NAME.fullmatch(name)
    if whole and whole[1] not in _NAMES:
        return whole[1]  # a word that CEL keeps for itself
    return _NAME.sub(lambda found: _NAMES.get(found[1], found[0]), name)


def _token(match: re.Match[str]) -> Token:
    written = match[match.lastgroup or 0]
    if match.lastgroup == "raw":
        return Token(written, written[2:-1], is_literal=True)
    if match.lastgroup == "text":
        return Token(written, _ESCAPE.sub(_unescape, written[1:-1]), is_literal=True)
    if match.lastgroup == "number":
        value = float(written) if "." in written else int(written)
        return Token(written, value, is_literal=True)
    if written in _WORDS:
        return Token(written, _WORDS[written], is_literal=True)
    return Token(written)


def _unescape(found: re.Match[str]) -> str:
    if found[1] not in _ESCAPED:
        raise NotReadError
    return _ESCAPED[found[1]]
