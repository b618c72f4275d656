"""Which repository URLs mean this repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SCP_STYLE = re.compile(r"^(?:[^@/]+@)?([^:/]+):(?!//)(.+)$")
_SECTION = re.compile(r'^\s*\[(\w+)(?:\s+"([^"]*)")?\]')
_URL = re.compile(r"^\s*url\s*=\s*(.+?)\s*$")


def normalise(url: str) -> str:
    """Return host/path for any way to write a repository URL.

    https://user@Host/Org/Repo.git, git@host:org/repo and ssh://git@host:22/org/repo.git give the
    same. Argo CD compares URLs without case too, but keeps https and ssh apart (NormalizeGitURL);
    here both mean the same files.
    """
    text = url.strip().lower()
    if "://" in text:
        try:
            parts = urlsplit(text)
        except ValueError:  # a bracket that no address closes
            return text
        host, path = parts.hostname or "", parts.path
    elif match := _SCP_STYLE.match(text):
        host, path = match[1], match[2]
    else:
        host, path = "", text
    return f"{host}/{path.strip('/').removesuffix('.git')}"


def own_urls(repository: Path, stated: Iterable[str]) -> frozenset[str]:
    """Return the normalised URLs that mean this repository: what is stated, and git's remotes."""
    return frozenset(normalise(url) for url in (*stated, *git_remotes(repository)) if url)


def git_remotes(repository: Path) -> list[str]:
    """Return the URLs of git's remotes, read from its configuration; no git is needed."""
    config = _git_folder(repository) / "config"
    if not config.is_file():
        return []
    urls = []
    section = ""
    for line in config.read_text("utf-8", "replace").splitlines():
        if match := _SECTION.match(line):
            section = match[1]
        elif section == "remote" and (match := _URL.match(line)):
            urls.append(match[1])
    return urls


def _git_folder(repository: Path) -> Path:
    """Return the folder with git's configuration, also of a linked worktree."""
    folder = repository / ".git"
    if not folder.is_file():
        return folder
    link = folder.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
    linked = repository / link
    common = linked / "commondir"
    return linked / common.read_text("utf-8").strip() if common.is_file() else linked
