"""The glob languages of Argo CD → texts that match."""

from __future__ import annotations

import glob
import re
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1024)
def directory_glob(pattern: str, separator: str = "") -> re.Pattern[str]:
    """Return a regular expression for the include or exclude of a directory source.

    Argo CD compiles these with gobwas/glob and without separators (util/glob/glob.go), so `*`
    also matches `/`, `{a,b}` is a choice and `[!a]` negates. With a separator, as the source
    repositories of an AppProject have it, `*` and `?` stop at it and `**` does not. A pattern
    that does not compile matches nothing there, and neither does it here.
    """
    one = f"[^{re.escape(separator)}]" if separator else "."
    parts: list[str] = []
    depth = 0
    index = 0
    while index < len(pattern):
        length, part, step = _token(pattern, index, depth, one)
        parts.append(part)
        depth += step
        index += length
    try:
        return re.compile("".join(parts), re.DOTALL)
    except re.error:
        return re.compile(r"(?!)")


def _token(pattern: str, index: int, depth: int, one: str) -> tuple[int, str, int]:
    """Return how much of the pattern one token takes, its expression, and the change in depth.

    `one` is the expression for any one character.
    """
    character = pattern[index]
    if character == "\\" and index + 1 < len(pattern):
        return 2, re.escape(pattern[index + 1]), 0
    if character == "[" and (end := pattern.find("]", index + 2)) > 0:
        # Python warns of characters that it may one day read as operations on sets
        body = re.sub(r"([\\\[&|~])", r"\\\1", pattern[index + 1 : end])
        negated = body.startswith("!")
        return end - index + 1, f"[{'^' if negated else ''}{body[negated:]}]", 0
    if character == "," and depth:
        return 1, "|", 0
    if pattern.startswith("**", index):
        return 2, ".*", 0
    token = {"*": (f"{one}*", 0), "?": (one, 0), "{": ("(?:", 1), "}": (")", -1)}.get(character)
    part, step = token or (re.escape(character), 0)
    return 1, part, step


@lru_cache(maxsize=1024)
def name_glob(pattern: str) -> re.Pattern[str]:
    r"""Return a regular expression for a pattern of Go's path/filepath.Match.

    `*` and `?` stop at `/`, `[^a]` negates, `\` takes the next character as it stands, and braces
    mean nothing. A pattern that is malformed matches nothing.
    """
    escaped = pattern.replace("{", "\\{").replace("}", "\\}").replace("[^", "[!")
    return directory_glob(escaped.replace("**", "*"), "/")


def is_glob(path: str) -> bool:
    """Tell whether Argo CD would expand the value file path (isGlobPath, repository.go)."""
    return any(character in path for character in "*?[")


def expand_value_files(pattern: Path) -> list[Path]:
    """Return the files that a value file pattern names, in the order in which Helm merges them.

    Argo CD uses doublestar: `**` crosses folders, hidden files match, `{a,b}` is a choice.
    """
    found: set[str] = set()
    for choice in _choices(str(pattern).replace("[^", "[!")):
        found.update(glob.glob(choice, recursive=True, include_hidden=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    return [Path(path) for path in sorted(found) if Path(path).is_file()]


def _choices(pattern: str) -> list[str]:
    match = re.search(r"\{([^{}]*)\}", pattern)
    if match is None:
        return [pattern]
    before, after = pattern[: match.start()], pattern[match.end() :]
    return [path for choice in match[1].split(",") for path in _choices(before + choice + after)]
