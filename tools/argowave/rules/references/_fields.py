"""The fields of a managed resource that can be given in three ways, by its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


class Trio(NamedTuple):
    """One field that may be given as a value, by reference or by selector."""

    value: str  # topicArn
    ref: str  # topicArnRef, topicArnRefs
    selector: str  # topicArnSelector


def trios(scene: Scene, resource: Resource) -> list[Trio]:
    """Return the fields of forProvider with a Ref and a Selector beside them."""
    found = scene.store.find(resource.manifest.api_version, resource.kind, scene.kubernetes_version)
    if found is None:
        return []
    fields = _properties(found.body, "spec", "forProvider")
    return [
        Trio(name.removesuffix("Selector"), ref, name)
        for name in fields
        if name.endswith("Selector")
        for ref in (f"{name.removesuffix('Selector')}Ref", f"{name.removesuffix('Selector')}Refs")
        if ref in fields
    ]


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
