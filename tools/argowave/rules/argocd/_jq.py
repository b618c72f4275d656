"""A path expression for jq → why it cannot parse, as far as that is seen without jq."""

from __future__ import annotations

import re
from typing import Final

_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
# what nothing may follow or precede, and fields of objects, which are no functions of jq
_FAULTS: Final = (
    (re.compile(r'(")'), "a text lacks its closing {}"),
    (re.compile(r"(')"), "{} is no sign of jq's, whose texts are in double quotes"),
    (re.compile(r"(#)"), "{} makes a comment of the bracket that Argo CD puts behind it"),
    (re.compile(r"^(\$)\."), "it begins with {}, which is JSONPath's; begin with the dot"),
    (re.compile(r"(\[\s*\*\s*\])"), "{} is JSONPath's; jq has []"),
    (re.compile(r"^([/|,*%=<>)\]}:;+!])"), "it begins with {}; a path is written .a.b"),
    (
        re.compile(r"^(spec|metadata|status|data|stringData|webhooks|rules)(?=[.\[]|$)"),
        "it begins with {} instead of .{}",
    ),
    (re.compile(r"([/|,*%=<>:;+!]|(?<=\w)\.)$"), "it ends with {}"),
)


def jq_fault(expression: str) -> str:
    """Return what gojq surely refuses in `del(EXPRESSION)`, "" where nothing is seen.

    NewIgnoreNormalizer in Argo CD's diff_normalizer.go parses and compiles it. The rest of the
    grammar, and texts with something put in, are left to jq.
    """
    if "\\(" in expression:
        return ""
    bare = _TEXT.sub("@", expression).strip()
    if not expression.strip():
        return "it is empty"
    for pattern, words in _FAULTS:
        if found := pattern.search(bare):
            return words.format(*found.groups() * 2)
    return _open_bracket(bare)


def _open_bracket(bare: str) -> str:
    opened: list[str] = []
    for sign in bare:
        if sign in _PAIRS.values():
            opened.append(sign)
        elif sign in _PAIRS and (not opened or opened.pop() != _PAIRS[sign]):
            return f"{sign} closes what nothing opens"
    return f"{opened[-1]} is never closed" if opened else ""
