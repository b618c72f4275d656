"""Another git repository at a revision → its files, by the git binary.

Source for how a revision resolves: lsRemote in util/git/client.go, argo-cd v3.5.1.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from argowave.bounded.program import tied
from argowave.files.scratch import scratch_folder
from argowave.sources.fetch.git_process import end_git, environment_here, limit_memory, size_of
from argowave.sources.fetch.versions import highest
from argowave.sources.fetch.wanted import AbsentError, FetchError, shown
from argowave.words.credentials import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.sources.fetch.limits import Limits

_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT: Final = re.compile(r"[0-9a-f]{7,}")
# what git says of servers that give no commit by its digest, or no part of a history: files on a
# web server, and old ones; Argo CD, which fetches all branches and tags, can use them
_NO_SINGLE_COMMIT: Final = ("dumb http transport", "not our ref", "unadvertised object")
_EVERYTHING: Final = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
_HEADS: Final = "refs/heads/"
_TAGS: Final = "refs/tags/"
_ERROR_BYTES: Final = 1_000_000
_UNREADABLE: Final = "fatal: Could not read from remote repository."  # and why, before it
_BETWEEN: Final = 0.1  # seconds between two looks at what git does
_SETTINGS: Final = (
    "core.hooksPath=/dev/null",
    "protocol.ext.allow=never",
    "core.bigFileThreshold=8m",  # larger ones are written as they come, not held in memory
)
# nothing is asked on a terminal, no hook and no helper program of a transport is run
_ENVIRONMENT: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_ALLOW_PROTOCOL": "https:http:ssh:git:file",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "LC_ALL": "C",
}
_PLAIN: Final = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A repository somewhere else."""

    url: str  # as the Application has it; git finds the credentials
    limits: Limits
    end: float = math.inf  # when time is up for all that belongs to a source

    def resolve(self, revision: str) -> str:
        """Return the commit that a revision means now.

        Raises:
            FetchError: the repository cannot be reached, or has no such revision.
        """
        if _COMMIT.fullmatch(revision):
            return revision
        refs = self._refs()
        tags = [name.removeprefix("refs/tags/") for name in refs if name.startswith("refs/tags/")]
        name = highest(revision or "HEAD", tags) or revision or "HEAD"
        return self._find(refs, name, ("{}", "refs/heads/{}", "refs/tags/{}"), revision)

    def resolve_plainly(self, revision: str) -> str:
        """Return the commit that `git fetch origin REVISION` would bring, as for kustomize.

        Raises:
            FetchError: as resolve.
        """
        if _COMMIT.fullmatch(revision):
            return revision
        places = ("{}", "refs/{}", "refs/tags/{}", "refs/heads/{}")
        return self._find(self._refs(), revision or "HEAD", places, revision)

    def _find(self, refs: dict[str, str], name: str, places: tuple[str, ...], revision: str) -> str:
        for place in places:
            if found := refs.get(place.format(name)):
                return found
        if not refs:
            message = f"{shown(self.url)} has no branches and no tags"
            raise FetchError(message)
        if _SHORT.fullmatch(revision):  # Argo CD takes it for one, and fetches everything
            what = "is a shortened commit, which cannot be asked for; state all of it"
            message = f"{revision} {what} of {shown(self.url)}"
            raise FetchError(message)
        what = f"names no branch or tag of {shown(self.url)}"
        message = f"{revision or 'HEAD'} {what}{_meant(revision, refs)}"
        raise AbsentError(message)

    def download(self, commit: str, bare: Path) -> list[str]:
        """Fetch a commit into an empty repository, and return what `git ls-tree -z` lists of it.

        Raises:
            FetchError: it cannot be fetched, or more is sent than the limits allow.
        """
        self._git(["init", "--quiet", "--bare", "--template=", str(bare)], bare.parent)
        fetch = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"]
        last = ["--end-of-options", self.url]
        try:
            self._git([*fetch, "--depth=1", *last, commit], bare, watched=bare)
        except FetchError as error:
            if not any(each in str(error) for each in _NO_SINGLE_COMMIT):
                raise
            self._git([*fetch, *last, *_EVERYTHING], bare, watched=bare)
            if not self._has(commit, bare):
                raise
        listed = self._git(["ls-tree", "-r", "--long", "-z", commit], bare, _PLAIN)
        return [entry for entry in listed.split("\0") if entry]

    def _has(self, commit: str, bare: Path) -> bool:
        try:
            self._git(["cat-file", "-e", f"{commit}^{{commit}}"], bare, _PLAIN)
        except FetchError:
            return False
        return True

    def write(self, commit: str, bare: Path, folder: Path) -> None:
        """Write the files of a commit; of submodules there are empty folders.

        Raises:
            FetchError: git refuses a path.
        """
        folder.mkdir()
        self._git(["read-tree", commit], bare, _PLAIN)
        here = [f"--git-dir={bare}", f"--work-tree={folder}"]
        self._git([*here, "checkout-index", "--all"], folder, _PLAIN)

    def modules(self, commit: str, bare: Path) -> str:
        """Return what `git config -z --list` says of a commit's .gitmodules.

        Raises:
            FetchError: it cannot be read.
        """
        listed = ["config", "--blob", f"{commit}:.gitmodules", "-z", "--list"]
        try:
            return self._git(listed, bare, _PLAIN)
        except FetchError:
            message = f"{shown(self.url)} has a .gitmodules that git cannot read"
            raise FetchError(message) from None

    def _refs(self) -> dict[str, str]:
        # far from the repository that is looked at, whose settings name programs of a stranger's
        with scratch_folder() as nowhere:
            ceiling = {"GIT_CEILING_DIRECTORIES": str(nowhere.parent)}
            words = ["ls-remote", "--quiet", "--end-of-options", self.url]
            listed = self._git(words, nowhere, ceiling)
        refs: dict[str, str] = {}
        for line in filter(None, listed.split("\n")):
            digest, _, name = line.partition("\t")
            refs[name.removesuffix("^{}")] = digest  # of a tag's object, its commit comes after it
        return refs

    def _git(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: dict[str, str] | None = None,
        watched: Path | None = None,
    ) -> str:
        git = shutil.which("git")
        if git is None:
            message = "git is not on the PATH"
            raise FetchError(message)
        settings = [word for each in _SETTINGS for word in ("-c", each)]
        with (
            tempfile.TemporaryFile() as output,  # a pipe's content would all be in memory
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(  # noqa: S603 (git, and the URL that the Application states)
                [*tied(), git, *settings, *arguments],
                cwd=folder,
                env={**environment_here(), **_ENVIRONMENT, **(environment or {})},
                stdin=subprocess.PIPE,  # closed when this process ends, however it does
                stdout=output,
                stderr=errors,
                start_new_session=True,
            ) as process,
        ):
            try:
                limit_memory(process.pid)
                self._wait(process, output, watched)
            finally:
                end_git(process)
            said = _read(output, self.limits.list_bytes)
            if process.returncode:
                why = _reason(_read(errors, _ERROR_BYTES))
                message = f"{shown(self.url)} cannot be fetched: {self._harmless(why)}"
                raise FetchError(message)
        return said

    def _wait(
        self, process: subprocess.Popen[bytes], output: IO[bytes], watched: Path | None
    ) -> None:
        """Wait for git's end.

        Raises:
            FetchError: it takes too long, or gives or fetches too much.
        """
        end = min(self.end, time.monotonic() + self.limits.seconds)
        ended = False
        while not ended:
            try:
                process.wait(_BETWEEN)
                ended = True
            except subprocess.TimeoutExpired:
                if time.monotonic() > end or self.limits.ended.is_set():
                    message = f"{shown(self.url)} takes longer than {self.limits.seconds:g} s"
                    raise FetchError(message) from None
            if os.fstat(output.fileno()).st_size > self.limits.list_bytes:
                message = (
                    f"{shown(self.url)} has more branches, tags or files than "
                    f"{self.limits.list_bytes} bytes can list"
                )
                raise FetchError(message)
            if watched is not None and size_of(watched) > self.limits.tree_bytes:
                message = f"{shown(self.url)} sends more than {self.limits.tree_bytes} bytes"
                raise FetchError(message)

    def _harmless(self, text: str) -> str:
        """Return what git said without the credentials that may stand in the URL."""
        return harmless(text.replace(self.url, shown(self.url)))


def _meant(revision: str, refs: dict[str, str]) -> str:
    """Return which branch or tag was meant most likely, in words."""
    from argowave.sources.fetch.nearest import near_name  # noqa: PLC0415 (only what is missing)

    heads = {
        name.removeprefix(_HEADS): digest
        for name, digest in refs.items()
        if name.startswith(_HEADS)
    }
    tags = [name.removeprefix(_TAGS) for name in refs if name.startswith(_TAGS)]
    if near := near_name(revision, [*heads, *tags]):
        return near
    usual = [name for name, digest in heads.items() if digest == refs.get("HEAD")]
    return f"; its default branch is {usual[0]}" if len(usual) == 1 else ""


def _read(file: IO[bytes], most: int) -> str:
    file.seek(0)
    return file.read(most).decode("utf-8", "replace")


def _reason(said: str) -> str:
    """Return the line of what git said that tells most: not its advice at the end."""
    before, found, _ = said.partition(_UNREADABLE)
    lines = [line.strip() for line in before.splitlines() if line.strip()]
    return lines[-1] if lines else found or "git failed and said nothing"
