"""A path in a kustomization → the git repository that it names, if it names one.

Source for the behaviour: NewRepoSpecFromURL in api/internal/git/repospec.go, kustomize 5.8.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

_SCHEMES: Final = ("ssh://", "https://", "http://", "file://")
_USER: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*@")
_NO_QUERY: Final = re.compile(r";|%(?![0-9a-fA-F]{2})")  # where Go's ParseQuery gives up
_FALSE: Final = ("0", "f", "F", "FALSE", "false", "False")
_ORGANISATION_AND_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class RepositoryUrl:
    """A repository, and where in it a kustomization is."""

    url: str  # as git gets it
    path: str  # of the kustomization's folder, "" for the repository's own
    revision: str  # a branch, a tag or a commit; "" for HEAD
    submodules: bool


def repository_in(text: str) -> RepositoryUrl | None:
    """Return what kustomize would clone, None where it would look for a folder."""
    if text.startswith("/"):
        return None
    place, _, query = text.partition("?")
    found = _host(place)
    if found is None:
        return None
    host, rest = found
    name, path = _split(rest, whole=host == "file://")
    if not name or posixpath.normpath(path.removeprefix("/")).split("/")[0] == "..":
        return None
    stated = {} if _NO_QUERY.search(query) else parse_qs(query)
    revision = (stated.get("ref") or stated.get("version") or [""])[0]
    submodules = stated.get("submodules", ["true"])[0] not in _FALSE
    return RepositoryUrl(host + name, path.removeprefix("/"), revision, submodules)


def _host(text: str) -> tuple[str, str] | None:
    """Return scheme, user and host with the separator after them, and what follows."""
    rest = text[5:] if text.lower().startswith("git::") else text
    scheme = next((each for each in _SCHEMES if rest.lower().startswith(each)), "")
    rest = rest[len(scheme) :]
    match = _USER.match(rest)
    user = match[0] if match else ""
    rest = rest[len(user) :]
    is_github = rest.lower().startswith(("github.com/", "github.com:"))
    if scheme == "file://":
        return scheme, user + rest
    if not (scheme or user or is_github):
        return None
    end = rest.find("/")
    if not scheme and (end == -1 or 0 < rest.find(":") < end):  # user@host:path, as scp has it
        end = rest.find(":")
    host, rest = (rest[: end + 1], rest[end + 1 :]) if end >= 0 else (rest, "")
    if is_github:
        by_ssh = scheme == "ssh://" or user
        return (f"{user}github.com:" if by_ssh else "https://github.com/"), rest
    return (scheme + user + host, rest) if host else None


def _split(text: str, *, whole: bool) -> tuple[str, str]:
    """Return the repository's part of a path and the rest; "" and "" where there is no such part.

    Args:
        text: what follows the host.
        whole: whether all of it is the repository where nothing marks its end.
    """
    if "_git/" in text:
        before, _, after = text.partition("_git/")
        name, _, path = after.partition("/")
        return f"{before}_git/{name}", path
    if "//" in text:
        name, _, path = text.partition("//")
        return name, path
    if ".git" in text:
        name, _, path = text.partition(".git")
        return f"{name}.git", path
    parts = text.split("/")
    if whole:
        return text, ""
    if len(parts) < _ORGANISATION_AND_NAME:
        return "", ""
    return "/".join(parts[:_ORGANISATION_AND_NAME]), "/".join(parts[_ORGANISATION_AND_NAME:])
