"""A branch in git's objects → the hydrated manifests of one path, and what they were made from.

Source for the files: WriteForPaths in commitserver/commit/hydratorhelper.go of Argo CD 3.5: each
path gets manifest.yaml, README.md and hydrator.metadata (JSON, with the dry commit as drySha).
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.errors import InvocationError, ToolError
from argowave.revisions.git import Git
from argowave.tree.remotes import remotes_of
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from argowave.revisions.git import Blob
    from argowave.yamlio import Document

    Folders = Mapping[str, Mapping[str, str]]  # folder → name of a file in it → digest

_METADATA: Final = "hydrator.metadata"
_SUFFIXES: Final = (".yaml", ".yml", ".json")
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Branch:
    """What a branch has for one Application."""

    ref: str  # origin/environments/dev
    has_path: bool
    documents: tuple[Document, ...]
    faults: tuple[str, ...]  # files that cannot be read, as sentences
    dry: str  # the commit that it was made from, "" where nothing says


class BranchReader:
    """Reads branches of the repository around a folder; each is listed once."""

    def __init__(self, repository: Path) -> None:
        """Remember the folder, which is the top of its git repository."""
        self._git: Git | None = None
        if (repository / ".git").exists():
            with suppress(ToolError):
                self._git = Git(repository)
        self._repository = repository
        self._listed: dict[tuple[str, str], tuple[str, Folders] | None] = {}
        self._changed: dict[str, frozenset[str] | None] = {}

    @property
    def is_possible(self) -> bool:
        """Whether there is a git repository to ask."""
        return self._git is not None

    def remotes_of(self, url: str) -> list[str]:
        """Return the remotes that are a repository, `origin` first."""
        return remotes_of(url, self._repository)

    def read(self, url: str, branch: str, path: str) -> Branch | None:
        """Return what a branch has at a path, None where the branch is not here.

        What the remote had when it was last fetched counts before a branch of one's own.

        Args:
            url: the Application's repository.
            branch: the branch's name there.
            path: a folder; "" for the top.
        """
        listed = self._list(url, branch)
        if self._git is None or listed is None:
            return None
        ref, folders = listed
        start = f"{path}/" if path else ""
        files = folders.get(path, {})
        wanted = [name for name in files if name.endswith(_SUFFIXES) or name == _METADATA]
        contents = list(self._git.contents(files[name] for name in wanted)) if wanted else []
        texts = dict(zip(wanted, contents, strict=True))
        dry = _dry(texts.pop(_METADATA, b""))
        found: list[Document] = []
        faults: list[str] = []
        for name, data in texts.items():
            for document in read_documents(data, f"{start}{name}"):
                if isinstance(document, YamlFault):
                    faults.append(f"{start}{name}:{document.line} {document.message}")
                elif isinstance(document.body, dict):
                    found.append(document)
        return Branch(ref, path in folders, tuple(found), tuple(faults), dry)

    def dry_of(self, url: str, branch: str) -> str:
        """Return the commit that all of a branch was made from, "" where nothing says."""
        _, folders = self._list(url, branch) or ("", {})
        digest = folders.get("", {}).get(_METADATA)
        return _dry(next(iter(self._git.contents([digest])))) if self._git and digest else ""

    def changed_since(self, commit: str) -> frozenset[str] | None:
        """Return the files that differ here from a commit, None where that commit is not here."""
        if commit not in self._changed:
            self._changed[commit] = self._ask_changed(commit)
        return self._changed[commit]

    def _ask_changed(self, commit: str) -> frozenset[str] | None:
        if self._git is None or not commit:
            return None
        with suppress(ToolError):
            changed = self._git.changed(self._git.resolve(commit))
            return frozenset((*changed, *self._git.untracked()))
        return None

    def _list(self, url: str, branch: str) -> tuple[str, Folders] | None:
        key = (url, branch)
        if key not in self._listed:
            refs = [f"refs/remotes/{name}/{branch}" for name in self.remotes_of(url)]
            self._listed[key] = self._find([*refs, f"refs/heads/{branch}"])
        return self._listed[key]

    def _find(self, refs: Iterable[str]) -> tuple[str, Folders] | None:
        for ref in refs:
            if self._git is not None:
                with suppress(InvocationError):
                    shown = ref.removeprefix("refs/").removeprefix("remotes/")
                    commit = self._git.resolve(ref)
                    return shown.removeprefix("heads/"), _by_folder(self._git.blobs(commit))
        return None


def _by_folder(blobs: Iterable[Blob]) -> Folders:
    """Return the files in each folder, also of folders that only hold others; "" is the top."""
    folders: dict[str, dict[str, str]] = {}
    for blob in blobs:
        folder, _, name = blob.path.rpartition("/")
        folders.setdefault(folder, {})[name] = blob.digest
        while folder:
            folder = folder.rpartition("/")[0]
            folders.setdefault(folder, {})
    return folders


def _dry(data: bytes) -> str:
    """Return drySha of hydrator.metadata, "" where it is none of a commit."""
    try:
        stated = json.loads(data)
    except ValueError:
        return ""
    sha = stated.get("drySha") if isinstance(stated, dict) else None
    return sha if isinstance(sha, str) and _COMMIT.fullmatch(sha) else ""
