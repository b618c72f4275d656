"""A source in an Application, or a URL in what it leads to → what has to be fetched for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from argowave.sources.fetch.repository_url import repository_in
from argowave.words.credentials import without_user

if TYPE_CHECKING:
    from argowave.sources.source import Source


_HARMLESS: Final = re.compile(r"((ref|version|timeout|submodules)=[^&;]*(&|$))*")  # of kustomize
_LONGEST: Final = 2000  # characters


class FetchError(Exception):
    """Something cannot be fetched, or is not what it should be; the text has no secret."""

    def __init__(self, message: str) -> None:
        """Take what is said, which may quote a server, but not without end."""
        super().__init__(message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…")


class AbsentError(FetchError):
    """Its server has others of its kind and says that this one is not there: that is certain."""


class Kind(StrEnum):
    """How a source is fetched."""

    CHART = "helm"  # a chart of an HTTP repository
    OCI_CHART = "oci-helm"  # a chart of an OCI registry
    GIT = "git"
    OCI = "oci"  # manifests in an OCI registry
    FILE = "file"  # one file, by HTTP
    RESOURCE = "resource"  # what kustomize takes for a file by HTTP, and else for a repository
    COMPONENT = "component"  # a repository that a kustomization names


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """One thing to fetch, as an Application asks for it."""

    url: str  # of the repository or the file, without credentials
    chart: str = ""  # "" for a whole tree or one file
    revision: str = ""  # the targetRevision: a version, a range, a tag, a branch, a commit
    stated_kind: str = ""  # a Kind that cannot be told from the others: a file's, or kustomize's

    @property
    def kind(self) -> Kind:
        """How it is fetched (IsOCI in types.go, IsHelmOciRepo in util/helm/client.go)."""
        if self.stated_kind:
            return Kind(self.stated_kind)
        if self.chart:
            is_http = self.url.lower().startswith(("http://", "https://"))
            return Kind.CHART if is_http else Kind.OCI_CHART
        return Kind.OCI if self.url.startswith("oci://") else Kind.GIT

    @property
    def label(self) -> str:
        """What paths in it begin with in findings: github.com/org/repo@v1/."""
        url, revision = self.url, self.revision
        if self.stated_kind and (repository := repository_in(url)):
            url, revision = repository.url, repository.revision
        return f"{_place(url).removesuffix('.git')}@{revision or 'HEAD'}/"

    @property
    def file_label(self) -> str:
        """What findings call it where it is one file: example.org/values.yaml."""
        return _place(shown(self.url))

    def __str__(self) -> str:
        """Return what a person would call it."""
        what = (
            f"chart {self.chart} {self.revision}" if self.chart else f"{self._url} {self.revision}"
        )
        return what.strip()

    @property
    def _url(self) -> str:
        """The URL; with its query where that says no more than kustomize wants to know."""
        return self.url if _HARMLESS.fullmatch(self.url.partition("?")[2]) else shown(self.url)


def wanted_of(source: Source) -> Wanted:
    """Return what a source that is elsewhere needs."""
    return Wanted(without_credentials(source.repo_url), source.chart, source.target_revision)


def wanted_at(url: str, kind: Kind) -> Wanted:
    """Return what has to be fetched for a URL in a kustomization or among value files."""
    return Wanted(without_credentials(url), stated_kind=kind)


def named(stated: str) -> str:
    """Return a URL as messages have it: as it is written, unless there are credentials in it."""
    return stated if without_credentials(stated) == stated else shown(stated)


def without_credentials(url: str) -> str:
    """Return a URL without the user and password that may stand in it.

    A user without a password stays: `ssh://git@host` would mean something else without it.
    """
    return without_user(url)


def _place(url: str) -> str:
    """Return where something is, without the scheme and the user."""
    return re.sub(r"^(git::)?[A-Za-z+]+://(?:[^@/]+@)?", "", url).strip("/")


def shown(url: str) -> str:
    """Return a URL as messages may show it: without credentials and without a query."""
    try:
        return urlunsplit(urlsplit(without_credentials(url))._replace(query="", fragment=""))
    except ValueError:
        return "a URL that cannot be read"
