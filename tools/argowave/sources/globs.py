"""The glob languages of Argo CD → texts that match."""

from __future__ import annotations

import glob
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

_NOTHING: Final = "(?!)"  # matches no text


class _PatternError(ValueError):
    """Go's libraries do not take a pattern, so that nothing matches it."""


@lru_cache(maxsize=1024)
def directory_glob(pattern: str, separator: str = "") -> re.Pattern[str]:
    """Return a regular expression for the include or exclude of a directory source.

    Argo CD compiles these with gobwas/glob and without separators (util/glob/glob.go), so `*`
    also matches `/`, `{a,b}` is a choice and `[!a]` negates. With a separator, as the source
    repositories of an AppProject have it, `*` and `?` stop at it and `**` does not. A bracket
    holds one range or single characters, not both: `[a-c]`, `[abc]`; in `[ab-c]` the dash is a
    character. A brace that nothing closes ends with the pattern. What the library refuses, such
    as a bracket that nothing closes, matches nothing there, and neither does it here.
    """
    one = f"[^{re.escape(separator)}]" if separator else "."
    parts: list[str] = []
    depth = 0
    index = 0
    try:
        while index < len(pattern):
            length, part, step = _token(pattern, index, depth, one)
            parts.append(part)
            depth += step
            index += length
    except _PatternError:
        return re.compile(_NOTHING)
    return re.compile("".join(parts) + ")" * depth, re.DOTALL)


def _token(pattern: str, index: int, depth: int, one: str) -> tuple[int, str, int]:
    """Return how much of the pattern one token takes, its expression, and the change in depth.

    `one` is the expression for any one character. The lexer is gobwas/glob's, v0.2.3.
    """
    character = pattern[index]
    if character == "\\":
        return 2, re.escape(pattern[index + 1 : index + 2]), 0
    if character == "[":
        length, part = _bracket(pattern, index)
        return length, part, 0
    if depth and character in ",}":
        return (1, "|", 0) if character == "," else (1, ")", -1)
    if pattern.startswith("**", index):
        return 2, ".*", 0
    token = {"*": (f"{one}*", 0), "?": (one, 0), "{": ("(?:", 1)}.get(character)
    part, step = token or (re.escape(character), 0)
    return 1, part, step


def _bracket(pattern: str, start: int) -> tuple[int, str]:
    """Return how much of a pattern gobwas/glob takes for a bracket, and its expression.

    Raises:
        _PatternError: the library refuses it.
    """
    negated = pattern.startswith("!", start + 1)
    index = start + 1 + negated
    if pattern.startswith("-", index + 1):
        low, high, end = pattern[index], pattern[index + 2 : index + 3], index + 3
        if not pattern.startswith("]", end) or high < low:
            raise _PatternError
        body = f"{re.escape(low)}-{re.escape(high)}"
    else:
        characters, end = _until_closed(pattern, index)
        body = "".join(map(re.escape, characters))
    return end + 1 - start, f"[{'^' if negated else ''}{body}]"


def _until_closed(pattern: str, index: int) -> tuple[list[str], int]:
    """Return the characters of a bracket, at least one, and where it is closed."""
    characters: list[str] = []
    while index < len(pattern) and pattern[index] != "]":
        index += pattern[index] == "\\"
        characters += pattern[index : index + 1]
        index += 1
    if not characters or index >= len(pattern):
        raise _PatternError
    return characters, index


@lru_cache(maxsize=1024)
def name_glob(pattern: str) -> re.Pattern[str]:
    r"""Return a regular expression for a pattern of Go's path/filepath.Match.

    `*` and `?` stop at `/`, a class does not, `[^a]` negates and `[!a]` does not, `\` takes the
    next character as it stands, and braces mean nothing. A pattern that is malformed, such as
    `[-a]`, matches nothing.
    """
    parts: list[str] = []
    index = 0
    try:
        while index < len(pattern):
            character = pattern[index]
            if character == "[":
                part, index = _class(pattern, index + 1)
            elif character in "*?":
                part, index = ("[^/]*" if character == "*" else "[^/]"), index + 1
            else:
                part, index = _literal(pattern, index)
            parts.append(part)
    except _PatternError:
        return re.compile(_NOTHING)
    return re.compile("".join(parts), re.DOTALL)


def _class(pattern: str, index: int) -> tuple[str, int]:
    """Return the expression of a class whose bracket is open, and where it ends (matchChunk)."""
    negated = pattern.startswith("^", index)
    index += negated
    ranges: list[str] = []
    while not (ranges and pattern.startswith("]", index)):
        low, index = _bound(pattern, index)
        high = low
        if pattern.startswith("-", index):
            high, index = _bound(pattern, index + 1)
        # one that goes backwards is well-formed and holds nothing
        ranges.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else "")
    body = "".join(ranges)
    if not body:
        return ("." if negated else _NOTHING), index + 1
    return f"[{'^' if negated else ''}{body}]", index + 1


def _bound(pattern: str, index: int) -> tuple[str, int]:
    """Return one end of a range and where it ends (getEsc), which a class never stops after."""
    if pattern[index : index + 1] in ("", "-", "]"):
        raise _PatternError
    index += pattern[index] == "\\"
    if index + 1 >= len(pattern):
        raise _PatternError
    return pattern[index], index + 1


def _literal(pattern: str, index: int) -> tuple[str, int]:
    index += pattern[index] == "\\"
    if index >= len(pattern):
        raise _PatternError
    return re.escape(pattern[index]), index + 1


@lru_cache(maxsize=1024)
def pathspec_glob(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for a pattern of `git ls-files`.

    `*` and `?` do not stop at `/`, a class may hold ranges beside characters, `[!a]` and `[^a]`
    negate.
    """
    parts: list[str] = []
    index = 0
    while index < len(pattern):
        character = pattern[index]
        if character == "[" and (end := pattern.find("]", index + 2)) > 0:
            # Python warns of characters that it may one day read as operations on sets
            body = re.sub(r"([\\\[&|~])", r"\\\1", pattern[index + 1 : end])
            negated = body.startswith(("!", "^"))
            parts.append(f"[{'^' if negated else ''}{body[negated:]}]")
            index = end + 1
            continue
        index += character == "\\" and index + 1 < len(pattern)
        literal = re.escape(pattern[index])
        parts.append({"*": ".*", "?": "."}.get(character, literal))
        index += 1
    try:
        return re.compile("".join(parts), re.DOTALL)
    except re.error:
        return re.compile(_NOTHING)


def is_glob(path: str) -> bool:
    """Tell whether Argo CD would expand the value file path (isGlobPath, repository.go)."""
    return any(character in path for character in "*?[")


def expand_value_files(pattern: Path) -> list[Path]:
    """Return the files that a value file pattern names, in the order in which Helm merges them.

    Argo CD uses doublestar: `**` crosses folders, hidden files match, `{a,b}` is a choice.
    """
    found: set[str] = set()
    for choice in _choices(str(pattern).replace("[^", "[!")):
        found.update(glob.glob(choice, recursive=True, include_hidden=True))  # noqa: PTH207 (Path.glob takes no absolute pattern)
    return [Path(path) for path in sorted(found) if Path(path).is_file()]


def _choices(pattern: str) -> list[str]:
    match = re.search(r"\{([^{}]*)\}", pattern)
    if match is None:
        return [pattern]
    before, after = pattern[: match.start()], pattern[match.end() :]
    return [path for choice in match[1].split(",") for path in _choices(before + choice + after)]
