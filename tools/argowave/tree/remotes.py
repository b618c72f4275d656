"""Which repository URLs mean this repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from argowave.files.regular import read_regular
from argowave.git.program import git_folders
from argowave.tree.rewritten_urls import with_rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SCP_STYLE = re.compile(r"^(?:[^@/]+@)?([^:/]+):(?!//)(.+)$")
_AZURE = frozenset(("dev.azure.com", "ssh.dev.azure.com", "vs-ssh.visualstudio.com"))
_SHORT_AZURE = 2
_ORIGIN = "origin"
_SECTION = re.compile(r'^\s*\[(\w+)(?:\s+"([^"]*)")?\]')
_URL = re.compile(r"^\s*url\s*=\s*(.+?)\s*$")


def normalise(url: str) -> str:
    """Return host/path for any way to write a repository URL.

    https://user@Host/Org/Repo.git, git@host:org/repo and ssh://git@host:22/org/repo.git give the
    same. Argo CD compares URLs without case too, but keeps https and ssh apart (NormalizeGitURL);
    here both mean the same files. Three hosts have other names or paths for ssh: GitHub, Azure
    DevOps, and Bitbucket's server.
    """
    text = unquote(url.strip().lower())
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
    path = path.strip("/").removesuffix(".git").rstrip("/")
    if host in _AZURE or host.endswith(".visualstudio.com"):
        return f"dev.azure.com/{_azure(host, path)}"
    path = path.removeprefix("scm/")  # Bitbucket's server over https
    return f"{'github.com' if host == 'ssh.github.com' else host}/{path}"


def _azure(host: str, path: str) -> str:
    """Return organisation/project/repository of Azure DevOps.

    org/project/_git/repo over https, v3/org/project/repo over ssh; the organisation was the
    host's first part once.
    """
    parts = [part for part in path.split("/") if part not in ("_git", "v3", "defaultcollection")]
    if host.endswith(".visualstudio.com") and not host.startswith(("ssh.", "vs-ssh.")):
        parts.insert(0, host.partition(".")[0])
    if "_git" in path and len(parts) == _SHORT_AZURE:
        parts.append(parts[-1])  # the project's first repository has its name
    return "/".join(parts)


def own_urls(repository: Path, stated: Iterable[str]) -> frozenset[str]:
    """Return the normalised URLs that mean this repository: what is stated, and git's remotes."""
    remotes = with_rewritten(git_remotes(repository), repository)
    return frozenset(normalise(url) for url in (*stated, *remotes) if url)


def git_remotes(repository: Path) -> list[str]:
    """Return the URLs of git's remotes, read from its configuration; no git is needed."""
    return [url for _, url in named_remotes(repository)]


def named_remotes(repository: Path) -> list[tuple[str, str]]:
    """Return the name and URL of git's remotes; one that has several URLs is there for each."""
    try:
        config = read_regular(git_folders(repository)[1] / "config")
    except OSError:
        return []
    found = []
    section, name = "", ""
    for line in config.decode("utf-8", "replace").splitlines():
        if match := _SECTION.match(line):
            section, name = match[1], match[2] or ""
        elif section == "remote" and (match := _URL.match(line)):
            found.append((name, match[1]))
    return found


def remotes_of(url: str, repository: Path) -> list[str]:
    """Return the remotes that are a repository, `origin` first; `origin` where none is known.

    A clone of a fork has the Application's repository as another remote, often `upstream`.
    """
    wanted = normalise(url)
    stated = named_remotes(repository)
    found = dict.fromkeys(
        name
        for name, each in stated
        if normalise(each) == wanted
        or any(normalise(way) == wanted for way in with_rewritten([each], repository))
    )
    return sorted(found, key=lambda name: name != _ORIGIN) or [_ORIGIN]
