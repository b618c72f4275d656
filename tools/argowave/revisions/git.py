"""Questions to git: which revision is meant, and what its objects hold."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.errors import InvocationError, ProgramError, RepositoryError
from argowave.git.program import ask_git, reason_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LINK: Final = "120000"
_SUBMODULE: Final = "160000"
_FILTERS: Final = r"^filter\..*\.(clean|process)$"
_OF_THE_USER: Final = (b"system", b"global", b"command")  # scopes of settings


@dataclass(frozen=True, slots=True)
class Blob:
    """One file of a revision."""

    path: str  # relative to the repository
    mode: str  # as git has it: 100644, 100755, 120000 for a symbolic link
    digest: str

    @property
    def is_link(self) -> bool:
        """Whether the file is a symbolic link."""
        return self.mode == _LINK


class UnreadableError(RepositoryError):
    """Git has nothing to say about a folder.

    Args:
        reason: why, in its own words.
    """

    def __init__(self, message: str, *, path: Path, hint: str | None = None, reason: str) -> None:
        super().__init__(message, path=path, hint=hint)
        self.reason = reason


class Git:
    """The git repository around a folder; nothing here changes it."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder.

        Raises:
            UnreadableError: it is in no git repository that git reads.
            ProgramError: there is no git.
        """
        self._folder = folder
        done = self._run(("rev-parse", "--show-prefix"), b"")
        if done.returncode:
            raise _refused(folder, _said(done))
        # the folder's path below the repository's top, with a slash
        self._prefix = os.fsdecode(done.stdout).removesuffix("\n")

    def resolve(self, revision: str) -> str:
        """Return the commit that a revision names.

        Raises:
            InvocationError: there is no such commit here.
        """
        found = self._try("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if found is None:
            message = f"there is no revision {revision} in this repository"
            raise InvocationError(message, hint=self._hint())
        return found.strip()

    def merge_base(self) -> str:
        """Return the commit at which HEAD left the default branch.

        The default branch is what the remote says (origin/HEAD), else main, else master.

        Raises:
            InvocationError: there is no such branch, or no common commit.
        """
        branch = next((each for each in self._branches() if self._has(each)), None)
        if branch is None:
            message = "the default branch cannot be told: there is no origin/HEAD, main or master"
            raise InvocationError(message, hint="name what to compare with: argowave diff REVISION")
        base = self._try("merge-base", branch, "HEAD")
        if base is None:
            message = f"{branch} and HEAD have no commit in common"
            raise InvocationError(message, hint=self._hint())
        return base.strip()

    def blobs(self, commit: str) -> list[Blob]:
        """Return every file of a commit below the folder, in order; submodules are left out."""
        listed = self._ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", self._prefix or ".")
        found = []
        for entry in listed.split(b"\0"):
            if entry:
                words, _, path = entry.partition(b"\t")
                mode, _, digest = words.decode().split(" ")
                if mode != _SUBMODULE:
                    name = path.decode("utf-8", "surrogateescape").removeprefix(self._prefix)
                    found.append(Blob(name, mode, digest))
        return found

    def refs(self) -> dict[str, str]:
        """Return {the whole name of a branch or tag: what it names, which may be a tag object}."""
        listed = self._ask("for-each-ref", "--format=%(refname) %(objectname)")
        named = (line.rpartition(" ")[::2] for line in os.fsdecode(listed).split("\n"))
        return {name: digest for name, digest in named if name}

    def extent(self, commit: str) -> tuple[int, int]:
        """Return how many files a commit has below the folder, and how many bytes."""
        listed = self._ask("ls-tree", "-rlz", "--full-tree", commit, "--", self._prefix or ".")
        sizes = [each.partition(b"\t")[0].split()[-1] for each in listed.split(b"\0") if each]
        return len(sizes), sum(int(each) for each in sizes if each.isdigit())

    def contents(self, digests: Iterable[str]) -> Iterator[bytes]:
        """Give what each blob holds, in order."""
        wanted = list(digests)
        answer = self._ask("cat-file", "--batch", given="\n".join([*wanted, ""]).encode())
        at = 0
        for digest in wanted:
            end = answer.index(b"\n", at)
            header = answer[at:end].split(b" ")
            if header[-1] == b"missing":
                message = f"the object {digest} is missing"
                raise RepositoryError(message, path=self._folder, hint=self._hint())
            size = int(header[2])
            yield answer[end + 1 : end + 1 + size]
            at = end + size + 2

    def messages(self, base: str) -> str:
        """Return the messages of the commits between `base` and HEAD."""
        return self._ask("log", "--format=%B", f"{base}..HEAD").decode("utf-8", "replace")

    def changed(self, commit: str) -> list[str]:
        """Return the files below the folder that git knows and that differ from a commit.

        What has a filter of the repository's own settings is compared without it, and what is
        changed inside of a submodule is left out: git would run a program for either.
        """
        words = ["--name-only", "--no-renames", "--relative", "--ignore-submodules=dirty", "-z"]
        listed = self._ask("diff", *words, commit, "--", environment=self._without_filters())
        return [os.fsdecode(each) for each in listed.split(b"\0") if each]

    def _without_filters(self) -> dict[str, str]:
        """Return the environment in which no filter of the repository's settings is run."""
        words = ("config", "--show-scope", "--name-only", "-z", "--get-regexp", _FILTERS)
        listed = self._run(words, b"").stdout.split(b"\0")
        names = {
            os.fsdecode(name).rpartition(".")[0]
            for scope, name in zip(listed[::2], listed[1::2], strict=False)
            if scope not in _OF_THE_USER
        }
        off = [
            pair
            for name in sorted(names)
            for pair in (
                (f"{name}.clean", ""),
                (f"{name}.process", ""),
                (f"{name}.required", "false"),
            )
        ]
        stated = {"GIT_CONFIG_COUNT": str(len(off))}
        for number, (key, value) in enumerate(off):
            stated[f"GIT_CONFIG_KEY_{number}"] = key
            stated[f"GIT_CONFIG_VALUE_{number}"] = value
        return dict(os.environ) | stated

    def untracked(self) -> list[str]:
        """Return the files below the folder that git neither has nor ignores."""
        listed = self._ask("ls-files", "--others", "--exclude-standard", "-z")
        return [os.fsdecode(each) for each in listed.split(b"\0") if each]

    def uncommitted(self, path: str) -> bool:
        """Tell whether a file of the folder, or what is staged of it, is not what HEAD has.

        `git status` would ask the programs that .gitattributes and the repository's settings
        name for filters; line ends are what git converts without one.
        """
        committed = self._try("rev-parse", "--verify", "--quiet", f"HEAD:{self._prefix}{path}")
        file = self._folder / path
        if committed is None or not file.is_file():
            return committed is not None or file.exists()
        if self._try("diff-index", "--cached", "--quiet", "HEAD", "--", path) is None:
            return True
        content = next(iter(self.contents([committed.strip()])))
        return content.replace(b"\r\n", b"\n") != file.read_bytes().replace(b"\r\n", b"\n")

    def _branches(self) -> list[str]:
        remote = self._try("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
        named = [remote.strip()] if remote else []
        return [*named, "origin/main", "origin/master", "main", "master"]

    def _has(self, name: str) -> bool:
        return self._try("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None

    def _hint(self) -> str:
        if not self._has("HEAD"):
            return "HEAD is no commit yet: commit what is here first"
        if self._is_shallow():
            return "the clone is shallow: run `git fetch --unshallow` first"
        if self._try("config", "--get-regexp", r"^remote\..*\.promisor$"):
            return "the clone is partial: run `git fetch --refetch --no-filter` first"
        return "run `git fetch` first, or name another revision"

    def absence(self, remote: str) -> str:
        """Return why the clone may lack what a remote has, and which command brings it."""
        every = f"+refs/heads/*:refs/remotes/{remote}/*"
        if self._is_shallow():
            command = f"git fetch --unshallow --tags {remote} '{every}'"
            return (
                f"this clone is shallow and does not have it, and `{command}` may bring it "
                "(fetch-depth: 0 of actions/checkout)"
            )
        fetched = self._try("config", "--get-all", f"remote.{remote}.fetch") or ""
        if fetched and "refs/heads/*:" not in fetched:
            command = f"git fetch --tags {remote} '{every}'"
            return f"this clone has not every branch, and `{command}` may bring it"
        return "this clone does not have it, and `git fetch` may bring it"

    def _is_shallow(self) -> bool:
        return (self._try("rev-parse", "--is-shallow-repository") or "").strip() == "true"

    def _try(self, *words: str) -> str | None:
        done = self._run(words, b"")
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None

    def _ask(
        self, *words: str, given: bytes = b"", environment: dict[str, str] | None = None
    ) -> bytes:
        done = self._run(words, given, environment)
        if done.returncode:
            message = f"git {words[0]} failed: {_said(done)}"
            raise ProgramError(message, hint=self._hint())
        return done.stdout

    def _run(
        self, words: tuple[str, ...], given: bytes, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return ask_git(self._folder, words, given=given, environment=environment)
        except FileNotFoundError as error:
            message = "git is not on the PATH"
            raise ProgramError(message, hint="install it: https://git-scm.com") from error
        except OSError as error:
            message = f"git cannot be run: {error.strerror}"
            raise ProgramError(message) from error
        except subprocess.TimeoutExpired as error:
            message = f"git {words[0]} gave no answer in {error.timeout:g} s"
            raise ProgramError(message) from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what git said of a failure, or how it ended where it said nothing."""
    if words := done.stderr.decode("utf-8", "replace").strip():
        return words
    how = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
    return f"nothing, and ended with {how}"


def _refused(folder: Path, said: str) -> UnreadableError:
    """Return why git has nothing to say about a folder; one of another user's is one reason."""
    reason = reason_in(said)
    if reason.startswith("not a git repository ("):  # and not: a `.git` that leads nowhere
        message = "is in no git repository, so there is nothing to compare with"
        return UnreadableError(message, path=folder, reason=reason)
    message = f"cannot be compared with anything: git says: {reason}"
    last = said.splitlines()[-1].strip()
    trust = last if last.startswith("git config ") else None
    hint = trust and f"if you trust it: {trust}"
    return UnreadableError(message, path=folder, hint=hint, reason=reason)
