"""Revisions of a repository → folders with their files, written from git's objects."""

from __future__ import annotations

import re
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final
from weakref import finalize

from argowave.errors import InvocationError, OutputError, RepositoryError, ToolError
from argowave.files.scratch import scratch_folder
from argowave.revisions.files import Snapshot
from argowave.revisions.git import Git, UnreadableError
from argowave.revisions.here import Here, revisions_here
from argowave.revisions.names import is_name, no_name, of_a_clone
from argowave.sources.fetch.versions import Tags, is_range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_COMMIT: Final = re.compile(r"[0-9A-Fa-f]{7,64}")  # IsTruncatedCommitSHA in util/git/git.go
_CLONE: Final = "refs/remotes/"  # only a clone has them
_HEADS: Final = ("refs/heads/", _CLONE)
_KINDS: Final = ("heads/", "tags/", "remotes/")  # lose more than refs/ in a short name
_MOST_FILES: Final = 100_000
_MOST_BYTES: Final = 300_000_000


@dataclass(frozen=True, slots=True)
class Checkout:
    """A revision's files, or why there are none."""

    folder: Path | None
    commit: str = ""
    is_branch: bool = False
    why: str = ""


class Checkouts:
    """The revisions of one repository that its Applications take; each is written once.

    The folders are gone when this object is, or the process ends.
    """

    def __init__(self, repository: Path, remotes_of: Callable[[str], Sequence[str]]) -> None:
        """Remember the folder of a working tree; nothing is asked yet.

        Args:
            repository: absolute.
            remotes_of: a URL → the names of git's remotes that it may mean.
        """
        self._repository = repository
        self._remotes_of = remotes_of
        self._known: dict[tuple[str, str], Checkout] = {}
        self._folders: dict[str, Path] = {}  # by commit
        self._bytes = 0  # of all of them
        self._were_asked = False
        self._kept = ExitStack()
        finalize(self, self._kept.close)

    @cached_property
    def here(self) -> Here:
        """The names of the revisions that the working tree stands for."""
        return revisions_here(self._repository)

    @cached_property
    def _git(self) -> Git:
        """Git, which is asked once whether there is a repository."""
        return Git(self._repository)

    @cached_property
    def _refs(self) -> dict[str, str]:
        """Every branch and tag, listed once."""
        return self._git.refs()

    @cached_property
    def _tags(self) -> Tags:
        """The names of all tags, in which ranges are looked for."""
        start = "refs/tags/"
        return Tags([ref.removeprefix(start) for ref in self._refs if ref.startswith(start)])

    def is_fixed(self, revision: str) -> bool:
        """Tell whether a revision is a tag or a commit that is here."""
        self._were_asked = True
        if not (self._repository / ".git").exists():
            return False
        try:
            found = self._find("", revision)
        except ToolError:
            return False
        return bool(found.commit) and not found.is_branch

    @property
    def were_asked(self) -> bool:
        """Whether anything depends on what git's branches and tags are."""
        return self._were_asked

    def at(self, url: str, revision: str) -> Checkout:
        """Return the files of a revision that is not here.

        Args:
            url: as the Application states it.
            revision: a targetRevision: a branch, a tag, a range of versions among the tags, a
                commit that may be shortened.
        """
        self._were_asked = True
        key = (url, revision)
        if key not in self._known:
            self._known[key] = self._write(url, revision)
        return self._known[key]

    def _write(self, url: str, revision: str) -> Checkout:
        if not (self._repository / ".git").exists():
            return Checkout(None, why="this folder is no git repository's")
        try:
            found = self._find(url, revision)
            if not found.commit:
                return Checkout(None, why=self._absence(url, revision))
            folder = self._folder(found.commit)
        except OutputError:
            raise
        except ToolError as error:
            said = error.message.strip().splitlines()[-1].removeprefix("fatal: ")
            if isinstance(error, UnreadableError):
                said = f"git does not read this repository ({error.reason})"
            if error.hint:
                said += f" ({error.hint})" if ": " in error.hint else f"; {error.hint}"
            return Checkout(None, why=said)
        return replace(found, folder=folder)

    def _folder(self, commit: str) -> Path:
        """Return the folder of a commit, written once whatever names it has.

        Raises:
            OutputError: it cannot be written.
            RepositoryError: it is too much.
        """
        if commit in self._folders:
            return self._folders[commit]
        files, size = self._git.extent(commit)
        self._bytes += size
        if files > _MOST_FILES or self._bytes > _MOST_BYTES:
            message = f"{files:,} files of {size // 1_000_000:,} MB are too much"
            raise RepositoryError(message)
        folder = self._kept.enter_context(scratch_folder())
        try:
            Snapshot(self._git, commit, folder).provide([""])
        except OSError as error:
            message = f"a revision cannot be written: {error.strerror or error}"
            raise OutputError(message, hint="TMPDIR names a folder that can be written") from error
        self._folders[commit] = folder
        return folder

    def _find(self, url: str, revision: str) -> Checkout:
        """Return the commit that Argo CD would take, "" where it is not here.

        Source: lsRemote in util/git/client.go of Argo CD 3.5: the highest tag of a range, else the
        first ref of the name, and branches come before tags. What a forge has beside them goes by
        its name without refs/ too, as in pull/7/head (ReferenceName.Short of go-git).
        """
        refs = self._refs
        name = self._tags.highest(revision) or revision
        if of_a_clone(name):
            return Checkout(None)
        short = () if name.startswith(_KINDS) else (f"refs/{name}",)
        for place in (*self._branches(url, name), f"refs/tags/{name}", name, *short):
            if found := refs.get(place):
                return Checkout(None, self._commit(found), is_branch=place.startswith(_HEADS))
        if _COMMIT.fullmatch(revision):
            with suppress(ToolError):
                return Checkout(None, self._git.resolve(revision))
        return Checkout(None)

    def _commit(self, digest: str) -> str:
        """Return the commit that a ref names, through the tags that it may be behind.

        Raises:
            RepositoryError: it names something else.
        """
        try:
            return self._git.resolve(digest)
        except InvocationError as error:
            message = f"what it names, {digest}, is no commit or is not in this clone"
            raise RepositoryError(message, hint=error.hint) from None

    def _absence(self, url: str, revision: str) -> str:
        """Return why a revision is not here."""
        if not is_name(revision) and is_range(revision):
            return self._git.absence(self._remotes_of(url)[0])
        if not self._refs.keys().isdisjoint((f"{_CLONE}{revision}", f"refs/{revision}")):
            return f"only git calls it so; to Argo CD it is {revision.partition('/')[2]}"
        return no_name(revision) or self._git.absence(self._remotes_of(url)[0])

    def _branches(self, url: str, name: str) -> list[str]:
        """Return where a branch of the repository may be: a remote's, before one's own."""
        if name.startswith("refs/tags/"):
            return []
        branch = name.removeprefix("refs/heads/")
        there = [f"refs/remotes/{each}/{branch}" for each in self._remotes_of(url)]
        return [*there, f"refs/heads/{branch}"]
