"""A folder that somebody installs by hand → what is asked of it, and what it gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.manifest import Manifest
from argowave.sources.source import read_source
from argowave.tree.requests import requests_of
from argowave.validate.lists import expand_list
from argowave.yamlio import Document

if TYPE_CHECKING:
    from argowave.sources.request import Generated, ManifestRequest
    from argowave.tree.surroundings import Surroundings


def request_of(source: dict[str, Any], surroundings: Surroundings) -> ManifestRequest:
    """Return the request for a source of this repository that no Application has."""
    folder = str(source["path"])
    name = (surroundings.repository / folder).name
    body = {"metadata": {"name": name}, "spec": {"destination": {"namespace": "argocd"}}}
    manifest = Manifest(Document(folder, 0, 1, body, b""))
    (request,) = requests_of(manifest, [read_source(source)], surroundings)
    return replace(request, local=True)


def manifests_of(answer: Generated, surroundings: Surroundings) -> list[Manifest]:
    """Return the objects that a source gives."""
    return [
        Manifest(document, surroundings.environment, answer.is_rendered(document))
        for listed in answer.documents
        for document in expand_list(listed)
        if isinstance(document.body, dict)
    ]
