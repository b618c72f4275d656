"""One file by HTTP, as Helm and kustomize fetch it: with the credentials in its URL or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.sources.fetch.wanted import FetchError, shown, without_credentials
from argowave.sources.fetch.web import get
from argowave.web.authorization import in_url, sent
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from argowave.sources.fetch.limits import Limits


def fetch_file(stated: str, limits: Limits) -> bytes:
    """Return the content of a URL.

    Raises:
        FetchError: it cannot be fetched, or the server has no such file.
    """
    url = without_credentials(stated)
    credentials = in_url(stated)
    answer = get(url, sent(credentials), most=limits.file_bytes, limits=limits)
    if not answer.is_found:
        wants = "wants other credentials" if credentials else "wants credentials"
        message = f"{shown(url)} {wants if answer.is_refused else 'does not exist'}"
        raise FetchError(message)
    return answer.body


def holds_objects(data: bytes) -> bool:
    """Tell whether kustomize would take a file for resources (NewResMapFromBytes)."""
    for document in read_documents(data, ""):
        if isinstance(document, YamlFault):
            return False
        if document.body is not None and not _is_object(document.body):
            return False
    return True


def _is_object(body: object) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("kind"), str):
        return False
    metadata = body.get("metadata")
    named = isinstance(metadata, dict) and isinstance(metadata.get("name"), str)
    return named or body["kind"].endswith("List")
