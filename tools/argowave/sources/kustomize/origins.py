"""What kustomize printed → documents, each with the file that it comes from."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.files.slashes import normpath
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from argowave.yamlio import Document

_ORIGIN: Final = "config.kubernetes.io/origin"
# path: ../base/a.yaml, or configuredIn: ../base/kustomization.yaml of what a generator made
_PATH: Final = re.compile(r"^(?:path|configuredIn): (.+)$", re.MULTILINE)


def read_built(data: bytes, shown: str, folder: str, *, strip: bool) -> list[Document | YamlFault]:
    """Return the documents in order.

    Args:
        data: what kustomize printed, with a note of each object's origin.
        shown: the kustomization's path, for an object whose origin is not noted.
        folder: the kustomization's folder relative to the repository, where paths start.
        strip: whether the notes are ours, and no part of the objects.
    """
    return [_placed(each, folder, strip=strip) for each in read_documents(data, shown)]


def _placed(document: Document | YamlFault, folder: str, *, strip: bool) -> Document | YamlFault:
    if isinstance(document, YamlFault) or not isinstance(document.body, dict):
        return document
    metadata = document.body.get("metadata")
    if not isinstance(metadata, dict):
        return document
    annotations = metadata.get("annotations")
    if not isinstance(annotations, dict) or _ORIGIN not in annotations:
        return document
    match = _PATH.search(str(annotations[_ORIGIN]))
    source = normpath(f"{folder}/{match[1]}") if match else document.source
    if not strip:
        return replace(document, source=source)
    left = {key: value for key, value in annotations.items() if key != _ORIGIN}
    told = {key: value for key, value in metadata.items() if key != "annotations"}
    if left:
        # in the place that they had
        told = {key: left if key == "annotations" else value for key, value in metadata.items()}
    return replace(document, source=source, body={**document.body, "metadata": told})
