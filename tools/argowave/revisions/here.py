"""Which revisions of a repository are the ones that its folder stands for."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.files.regular import read_regular
from argowave.git.program import ask_git, git_folders, refusal_of, silence_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_REF: Final = re.compile(r"ref: refs/(?:heads|remotes/[^/]+)/(?P<name>\S+)")
# where GitHub, GitLab, Jenkins, Bitbucket and Azure say what a pull request is for, or the default
# branch
_AIMS: Final = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_DEFAULT_BRANCH",
    "CHANGE_TARGET",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
)
# where they say what they have checked out, as a commit without a branch
_CHECKED_OUT: Final = (
    "GITHUB_REF_NAME",
    "CI_COMMIT_REF_NAME",
    "BRANCH_NAME",
    "BITBUCKET_BRANCH",
    "BUILD_SOURCEBRANCH",
)
PIPELINES: Final = (*_AIMS, *_CHECKED_OUT)
_ELSEWHERE: Final = ".invalid"  # what HEAD names where refs are in tables (reftable of Git)
_NO_BRANCH: Final = 1  # the exit code of `git symbolic-ref --quiet` where HEAD is a commit
_USUAL: Final = ("main", "master")  # the default branch, where nothing says which it is


class _UnreadError(Exception):
    """Git does not read the repository; why, as a sentence."""


@dataclass(frozen=True, slots=True)
class Here:
    """The names of what stands in a folder."""

    names: frozenset[str]
    guessed: frozenset[str] = frozenset()  # those of them that nothing but habit speaks for
    branch: str = ""  # what is checked out; "" where it is a commit
    unknown: str = ""  # why nobody knows what is checked out


def revisions_here(repository: Path) -> Here:
    """Return the names of what is checked out, and of what it is for: the default branch.

    A branch of a pull request is what the branch will be that it is for: the one that a pipeline
    names, and the default one. No git is asked, but where only git knows how refs are kept.

    Args:
        repository: absolute; without a .git only the usual names are known.
    """
    own, shared = git_folders(repository)
    branch = _target(own / "HEAD")
    default = [name for path in remote_heads(shared) if (name := _target(path))]
    unknown = ""
    if branch == _ELSEWHERE:
        branch, default, unknown = _asked(repository)
    variables = _AIMS if branch else PIPELINES
    pipeline = (plain(os.environ.get(name, "")) for name in variables)
    sure = frozenset(("", "HEAD", branch, *default, *pipeline))
    usual = frozenset(() if default else _USUAL)
    is_clone = own.is_dir()
    return Here(sure | usual, usual - sure if is_clone else frozenset(), branch, unknown)


def _asked(repository: Path) -> tuple[str, list[str], str]:
    """Return the branch that is checked out, and the default ones, from a table of refs.

    The last is why git did not read the table, "" where it did.
    """
    import subprocess  # noqa: PLC0415 (few repositories have one)

    def targets(*words: str) -> list[str]:
        done = ask_git(repository, words)
        if done.returncode not in (0, _NO_BRANCH):
            raise _UnreadError(refusal_of(done))
        lines = os.fsdecode(done.stdout).splitlines()
        return [match["name"] for line in lines if (match := _REF.match(f"ref: {line}"))]

    try:
        heads = targets("for-each-ref", "--format=%(symref)", "refs/remotes/*/HEAD")
        return next(iter(targets("symbolic-ref", "--quiet", "HEAD")), ""), heads, ""
    except _UnreadError as error:
        newer = " (Git 2.45 and newer read it)" if "extension" in str(error) else ""
        return "", [], f"its refs are in a table, and {error}{newer}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", [], f"its refs are in a table, and {silence_of(error)}"


def ref_tables(own: Path, shared: Path) -> list[Path]:
    """Return the files that name the tables of refs, where refs are kept in such.

    Args:
        own: git's folder of a working tree.
        shared: git's folder that all working trees share.
    """
    tables = (each / "reftable" / "tables.list" for each in dict.fromkeys((own, shared)))
    return [each for each in tables if each.is_file()]


def remote_heads(shared: Path) -> list[Path]:
    """Return the files that say which branch is a remote's default one.

    Args:
        shared: git's folder that all working trees share.
    """
    with suppress(OSError):
        return sorted((shared / "refs" / "remotes").glob("*/HEAD"))
    return []


def plain(revision: str) -> str:
    """Return a branch's name for its whole ref."""
    return revision.removeprefix("refs/heads/")


def standing_for_all(stated: Iterable[str], here: frozenset[str]) -> frozenset[str]:
    """Return further revisions that the folder stands for, as nothing else is stated of it.

    Where no Application takes what is checked out or the default branch, what is here is meant
    for the revisions that they do take: a branch of their own, or the tag of the next release.

    Args:
        stated: the targetRevision of each source of this repository.
        here: what revisions_here returned.
    """
    names = {plain(each) for each in stated}
    return frozenset() if names & here else frozenset(names)


def _target(head: Path) -> str:
    """Return the branch that a HEAD names, "" where it is a commit or cannot be read."""
    with suppress(OSError, ValueError):
        match = _REF.match(read_regular(head).decode())
        return match["name"] if match else ""
    return ""
