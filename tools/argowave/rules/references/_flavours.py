"""The two flavours of managed resources: cluster-scoped, and namespaced in groups with `.m.`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.cloud import parse_group

if TYPE_CHECKING:
    from argowave.references import Edge
    from argowave.resources import Inventory, Key, Resource


def in_other_flavour(inventory: Inventory, edge: Edge) -> Resource | None:
    """Return what a managed resource means that is there in the other API flavour only.

    None for an edge that leads somewhere, and for one that leads nowhere in either flavour.
    """
    if edge.target is not None or parse_group(edge.source.group) is None:
        return None
    for key in edge.reference.keys:
        group = _other(key.group)
        for each in inventory.of_kind(group, key.kind) if group else ():
            if each.cluster == key.cluster and _is_meant(edge, key, each):
                return each
    return None


def _is_meant(edge: Edge, key: Key, found: Resource) -> bool:
    if key.name:
        return found.name == key.name
    labels = edge.source.mapping(*edge.reference.path, "matchLabels")
    return bool(labels) and labels.items() <= found.labels.items()


def _other(group: str) -> str:
    """Return a group of managed resources in the other flavour, "" for any other group."""
    parsed = parse_group(group)
    if parsed is None or not parsed.service:
        return ""
    return parsed._replace(namespaced=not parsed.namespaced).of(parsed.service)
