"""The paths of a git generator's files, which Argo CD has `git ls-files` take → what they match."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from argowave.applicationsets.faults import Fault, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

_CLASSES: Final = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "digit": "0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_BRACKET: Final = re.compile(r"\[([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]", re.DOTALL)
_MEMBER: Final = re.compile(r"\[:(\w+):\]|\\(.)|(-)|(.)", re.DOTALL)


@lru_cache(maxsize=1024)
def pathspec(pattern: str) -> Callable[[str], bool]:
    """Return whether a path below the repository's root is taken.

    Without Argo CD's setting for the new globbing `*` also matches `/`, and a folder is everything
    in it (LsFiles in util/git/client.go; wildmatch.c of git).

    Raises:
        Fault: it leads out of the repository, at which git gives up.
        Unknown: it asks git for more than a glob.
    """
    if pattern.startswith(":"):
        what = "git generator"
        raise Unknown(what, f"{pattern} is a pathspec with magic of git's")
    path = posixpath.normpath(pattern or ".")
    if path.startswith("/") or path.split("/")[0] == "..":
        message = f"the path {pattern} is outside of the repository; git takes relative ones only"
        raise Fault(message)
    inside = "" if path == "." else f"{path}/"
    expression = re.compile(_expression(path), re.DOTALL)
    return lambda each: (
        each == path or each.startswith(inside) or expression.fullmatch(each) is not None
    )


def _expression(pattern: str) -> str:
    parts: list[str] = []
    index = 0
    while index < len(pattern):
        character = pattern[index]
        bracket = _BRACKET.match(pattern, index) if character == "[" else None
        if bracket is not None:
            parts.append(_bracket(bracket[2], negated=bool(bracket[1])))
            index = bracket.end()
            continue
        if character == "[":
            return "(?!)"  # one that does not end matches nothing
        if character == "\\":
            index += 1
            character = pattern[index : index + 1]
            parts.append(re.escape(character))
        else:
            parts.append({"*": ".*", "?": "."}.get(character, re.escape(character)))
        index += 1
    return "".join(parts)


def _bracket(body: str, *, negated: bool) -> str:
    members = []
    for name, escaped, dash, plain in _MEMBER.findall(body):
        members.append(_CLASSES.get(name, "") if name else dash or re.escape(escaped or plain))
    if members and members[0] == "-":
        members[0] = r"\-"
    if members and members[-1] == "-":
        members[-1] = r"\-"
    try:
        re.compile(made := f"[{'^' if negated else ''}{''.join(members)}]")
    except re.error:
        return "(?!)"
    return made
