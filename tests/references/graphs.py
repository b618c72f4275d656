"""Manifests → the edges of their graph, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.case import ROOT, SINGLE, Case, scene_of

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.rules import Scene


def scene_with(manifests: str, folder: Path) -> Scene:
    """Return the scene of one Application that applies the manifests in namespace `case`."""
    files = {"root.yaml": ROOT, SINGLE: manifests}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return scene_of(folder, Case("", files, (), (), "1.36", None))


def edges(manifests: str, folder: Path) -> list[str]:
    """Return every edge but those to namespaces: Kind/name relation Kind/name (need)."""
    found = []
    for edge in scene_with(manifests, folder).graph.edges:
        reference = edge.reference
        if reference.relation == "is in":
            continue
        target = edge.target.subject if edge.target else f"nothing: {reference.wanted}"
        found.append(f"{edge.source.subject} {reference.relation} {target} ({reference.need})")
    return sorted(found)
