"""include and exclude of a directory source that miss a file or folder by one slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding, Severity
from argowave.sources.globs import directory_glob
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.sources.source import DirectoryOptions

_PLAIN: Final = r"[^{}*?\[\]\\]*"
_CHOICE: Final = re.compile(rf"({_PLAIN})\{{({_PLAIN})\}}({_PLAIN})")
_WORDS: Final = re.compile(_PLAIN)
_SHORT: Final = 4  # letters of a name with one more or less than another one
_LONG: Final = 5  # of one with another letter
_BELOW: Final = re.compile(r"/\*+\Z")


def missed_patterns(options: DirectoryOptions, files: Sequence[str]) -> Iterator[Finding]:
    """Give a warning for each name in a pattern that is not there, and nearly is.

    What it nearly is must be a file that the pattern does not match either, or a folder of such
    files. A pattern for what is not there at all may be meant for other folders too.

    Args:
        options: spec.source.directory.
        files: those that Argo CD would look at without patterns, relative to the source's path.
    """
    for field, pattern in (("include", options.include), ("exclude", options.exclude)):
        if not pattern:
            continue
        left = [each for each in files if not directory_glob(pattern).fullmatch(each)]
        for name in _names(pattern):
            near = _near(name, files, left)
            if near:
                message = f"{field} names {name}, which is not there; did you mean {near}?"
                pointer = f"$.directory.{field}"
                yield Finding("", None, "", pointer, message, "source", Severity.WARNING)


def _names(pattern: str) -> Iterator[str]:
    """Give each file, or folder with `/*` behind it, that a pattern names in full."""
    below = _BELOW.search(pattern)
    names = pattern[: below.start()] if below else pattern
    choice = _CHOICE.fullmatch(names)
    if choice is not None:
        before, several, behind = choice.groups()
        listed = [f"{before}{each}{behind}" for each in several.split(",")]
    else:
        listed = [names] if _WORDS.fullmatch(names) else []
    yield from (f"{each}/" if below else each for each in listed if each)


def _near(name: str, files: Sequence[str], left: Sequence[str]) -> str:
    """Return the file or folder that is meant by a name which is none, "" where none is near."""
    if any(each == name or (name.endswith("/") and each.startswith(name)) for each in files):
        return ""
    known = sorted({f"{each.rpartition('/')[0]}/" for each in left}) if name[-1] == "/" else left
    return next((each for each in known if _is_meant(name, each)), "")


def _is_meant(name: str, other: str) -> bool:
    """Tell whether one is the other with a slip; web-1 and web-2, or dev and dex, are two names."""
    one, two = (len(each.rpartition("/")[2].partition(".")[0] or each) for each in (name, other))
    if max(one, two) < (_LONG if one == two else _SHORT):
        return False
    return is_slip(name, other) and not any(map(str.isdigit, name + other))
