"""A field with kind, name and apiVersion or apiGroup → the reference to that object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Resource


def object_reference(
    source: Resource,
    path: Path,
    relation: str,
    default: tuple[str, str] = ("", ""),
    *,
    need: Need = Need.EXIST,
) -> Iterator[Reference]:
    """Give the reference of a field, nothing where it names no object.

    Args:
        source: what has the field.
        path: of the mapping.
        relation: reads on: "Canary releases Deployment/a".
        default: group and kind where the field states none.
        need: what must be true of the object first.
    """
    name, kind = source.text(*path, "name"), source.text(*path, "kind")
    if not name or not (kind or default[1]):
        return
    version = source.text(*path, "apiVersion")
    group = version.rpartition("/")[0] if version else source.text(*path, "apiGroup")
    if not (version or group or kind):
        group, kind = default
    elif not (version or group):
        group = default[0] if kind == default[1] else ""
    namespace = source.text(*path, "namespace") or source.namespace
    key = Key(source.cluster, group, kind or default[1], namespace, name)
    yield refer(source, (*path, "name"), key, relation, need=need)
