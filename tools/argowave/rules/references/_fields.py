"""The fields of a managed resource that can be given in three ways, by its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


class Trio(NamedTuple):
    """One field that may be given as a value, by reference or by selector."""

    value: str  # topicArn, subnetIds
    ref: str  # topicArnRef, topicArnRefs
    selector: str  # topicArnSelector


def trios(scene: Scene, resource: Resource) -> list[Trio]:
    """Return the fields of forProvider with a Ref and a Selector beside them."""
    found = scene.store.find(resource.manifest.api_version, resource.kind, scene.kubernetes_version)
    if found is None:
        return []
    fields = _properties(found.body, "spec", "forProvider")
    return [
        Trio(_value(base, fields), ref, selector)
        for selector in fields
        if selector.endswith("Selector")
        for base in (selector.removesuffix("Selector"),)
        for ref in (f"{base}Ref", f"{base}Refs")
        if ref in fields
    ]


def _value(base: str, fields: dict[str, Any]) -> str:
    """Return the field of the value itself; a list's has the plural: subnetIds of subnetIdRefs."""
    return base if base in fields or f"{base}s" not in fields else f"{base}s"


def _properties(body: dict[str, Any], *path: str) -> dict[str, Any]:
    """Return the properties at a path of a self-contained schema, references followed."""
    node: Any = body
    for step in (*path, None):
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            node = body.get("$defs", {}).get(node["$ref"].rpartition("/")[2], {})
        properties = node.get("properties") if isinstance(node, dict) else None
        if not isinstance(properties, dict):
            return {}
        if step is None:
            return properties
        node = properties.get(step)
    return {}
