"""A file that a generator makes a key of argocd-cm of → the settings that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio import Document

if TYPE_CHECKING:
    from argowave.sources.kustomize.references import Reference

_NAME: Final = "argocd-cm"
_FILE: Final = ("configMapGenerator", "files")


def generated_settings(body: dict[str, Any], reference: Reference) -> str:
    """Return the key of Argo CD's own settings that a path is for, "" where it is for no such."""
    field, *place = reference.pointer
    if not place or (field, place[1:2]) != (_FILE[0], [_FILE[1]]):
        return ""
    entry = body[_FILE[0]][place[0]]
    return reference.key.removesuffix("=") if entry.get("name") == _NAME else ""


def settings_of(key: str, text: str, shown: str) -> Document:
    """Return a file's text as a piece of the settings; it has no YAML of its own."""
    body = {"kind": "ConfigMap", "metadata": {"name": _NAME}, "data": {key: text}}
    return Document(shown, 0, 1, body, b"")
