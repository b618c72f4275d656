"""A chart of an HTTP repository: index.yaml → versions and archives.

Source for the behaviour: pkg/repo/v1 of Helm 4, and util/helm/client.go of Argo CD.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from argowave.sources.fetch.credentials import for_repository
from argowave.sources.fetch.index_reading import IndexFaultError, NoChartError, entries_of
from argowave.sources.fetch.nearest import near_name
from argowave.sources.fetch.wanted import AbsentError, FetchError, shown
from argowave.sources.fetch.web import get
from argowave.web.authorization import sent

if TYPE_CHECKING:
    from argowave.sources.fetch.limits import Limits
    from argowave.sources.fetch.wanted import Wanted


@dataclass(frozen=True, slots=True)
class HelmRepository:
    """One HTTP repository."""

    url: str  # without credentials
    stated: str  # as the Application has it
    limits: Limits

    def versions(self, chart: str) -> dict[str, dict[str, Any]]:
        """Return the chart's versions with their entries, as the index has them.

        Raises:
            FetchError: the index cannot be fetched or read, or has no such chart.
        """
        url = self._below("index.yaml")
        try:
            listed = entries_of(chart, self._get(url, self.limits.index_bytes))
        except IndexFaultError as error:
            message = f"{shown(url)} is no index of charts{f': {error}' if str(error) else ''}"
            raise FetchError(message) from error
        except NoChartError as error:
            message = f"{shown(url)} has no chart {chart}"
            if not error.names:  # which it may have for others who ask
                raise FetchError(message) from error
            message += near_name(chart, error.names)
            raise AbsentError(message) from error
        if not isinstance(listed, list):
            message = f"{shown(url)} has no version of {chart}"
            raise FetchError(message)
        return {
            entry["version"]: entry
            for entry in reversed(listed)
            if isinstance(entry, dict) and isinstance(entry.get("version"), str)
        }

    def archive(self, wanted: Wanted, version: str, entry: dict[str, Any]) -> bytes:
        """Return the archive of one version, which is what the index says of it.

        Raises:
            FetchError: it cannot be fetched, or its digest is another one.
        """
        urls = entry.get("urls")
        first = urls[0] if isinstance(urls, list) and urls else None
        if not isinstance(first, str):
            message = f"the index names no archive of {wanted.chart} {version}"
            raise FetchError(message)
        data = self._get(self._below(first), self.limits.archive_bytes)
        digest = entry.get("digest")
        if isinstance(digest, str) and digest:
            found = hashlib.sha256(data).hexdigest()
            if found != digest.removeprefix("sha256:").lower():
                message = f"the archive has the digest {found}, the index says {digest}"
                raise FetchError(message)
        return data

    def _below(self, path: str) -> str:
        """Return a URL relative to the repository's, which keeps its query, as helm does."""
        parts = urlsplit(self.url)
        base = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/", query="", fragment=""))
        joined = urlsplit(urljoin(base, path))
        if joined.scheme not in {"http", "https"}:
            message = f"{path} is no address of an archive"
            raise FetchError(message)
        same = (joined.scheme, joined.netloc) == (parts.scheme, parts.netloc)
        return urlunsplit(joined._replace(query=joined.query or (parts.query if same else "")))

    def _get(self, url: str, most: int) -> bytes:
        """Return a file; credentials go to the repository's own host alone."""
        parts, own = urlsplit(url), urlsplit(self.url)
        is_own = (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
        credentials = for_repository(self.url, self.stated) if is_own else None
        answer = get(url, sent(credentials), most=most, limits=self.limits)
        if not answer.is_found:
            what = "wants other credentials" if answer.is_refused else "does not exist"
            message = f"{shown(url)} {what}"
            raise FetchError(message)
        return answer.body
