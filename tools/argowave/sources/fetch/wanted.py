"""A source in an Application → what has to be fetched for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from argowave.sources.source import Source


class FetchError(Exception):
    """Something cannot be fetched, or is not what it should be; the text has no secret."""


class Kind(StrEnum):
    """How a source is fetched."""

    CHART = "helm"  # a chart of an HTTP repository
    OCI_CHART = "oci-helm"  # a chart of an OCI registry
    GIT = "git"
    OCI = "oci"  # manifests in an OCI registry


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """One thing to fetch, as an Application asks for it."""

    url: str  # of the repository, without credentials
    chart: str  # "" for a whole tree
    revision: str  # the targetRevision: a version, a range, a tag, a branch, a commit

    @property
    def kind(self) -> Kind:
        """How it is fetched (IsOCI in types.go, IsHelmOciRepo in util/helm/client.go)."""
        if self.chart:
            is_http = self.url.lower().startswith(("http://", "https://"))
            return Kind.CHART if is_http else Kind.OCI_CHART
        return Kind.OCI if self.url.startswith("oci://") else Kind.GIT

    @property
    def label(self) -> str:
        """What paths in it begin with in findings: github.com/org/repo@v1/."""
        place = re.sub(r"^[a-z+]+://(?:[^@/]+@)?", "", self.url).removesuffix(".git").strip("/")
        return f"{place}@{self.revision or 'HEAD'}/"

    def __str__(self) -> str:
        """Return what a person would call it."""
        what = (
            f"chart {self.chart} {self.revision}" if self.chart else f"{self.url} {self.revision}"
        )
        return what.strip()


def wanted_of(source: Source) -> Wanted:
    """Return what a source that is elsewhere needs."""
    return Wanted(without_credentials(source.repo_url), source.chart, source.target_revision)


def without_credentials(url: str) -> str:
    """Return a URL without the user and password that may stand in it.

    A user without a password stays: `ssh://git@host` would mean something else without it.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that no address closes
        return url
    user, at, host = parts.netloc.rpartition("@")
    is_http = parts.scheme in {"http", "https"}
    if not at or not (is_http or ":" in user):
        return url
    kept = host if is_http else f"{user.partition(':')[0]}@{host}"
    return urlunsplit(parts._replace(netloc=kept))


def shown(url: str) -> str:
    """Return a URL as messages may show it: without credentials and without a query."""
    try:
        return urlunsplit(urlsplit(without_credentials(url))._replace(query="", fragment=""))
    except ValueError:
        return "a URL that cannot be read"
