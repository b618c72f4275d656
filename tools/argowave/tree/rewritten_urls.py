"""Git's settings → other ways to write a URL: `url.<base>.insteadOf`.

Who has `[url "https://github.com/"] insteadOf = gh:` clones gh:team/repo, and Applications name
https://github.com/team/repo. It is a person's habit, so that the person's own settings count too.
Source: git-config, url.<base>.insteadOf; of several that fit, Git takes the longest.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.git.program import ask_git, settings_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SETTING: Final = r"^url\..*\.insteadof$"
_WORDS: Final = (b"insteadof", b"include")  # settings may stand in other files


def with_rewritten(urls: Iterable[str], repository: Path) -> list[str]:
    """Return URLs of a repository's remotes, and what else means them to this person's Git."""
    known = list(urls)
    rewrites = _rewrites(repository) if known else ()
    return list(dict.fromkeys(each for url in known for each in _ways(url, rewrites)))


def _ways(url: str, rewrites: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield url
    fitting = [pair for pair in rewrites if url.startswith(pair[1])]
    if fitting:
        base, short = max(fitting, key=lambda pair: len(pair[1]))
        url = base + url.removeprefix(short)
        yield url
    yield from (short + url.removeprefix(base) for base, short in rewrites if url.startswith(base))


def _rewrites(repository: Path) -> list[tuple[str, str]]:
    """Return (what Git uses, what is written instead) of each such setting."""
    from subprocess import SubprocessError  # noqa: PLC0415 (a run that is remembered asks nothing)

    if not any(_may_rewrite(path) for path in settings_files(repository)):
        return []
    try:
        answer = ask_git(repository, ("config", "-z", "--get-regexp", _SETTING)).stdout
    except (OSError, SubprocessError):
        return []
    entries = (each.partition("\n") for each in os.fsdecode(answer).split("\0"))
    return [
        (key.removeprefix("url.")[: -len(".insteadof")], short)
        for key, _, short in entries
        if short
    ]


def _may_rewrite(path: Path) -> bool:
    try:
        data = read_regular(path).lower()
    except OSError:
        return False
    return any(word in data for word in _WORDS)
