"""Fields that name a Secret and one of its keys, wherever they stand below an object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Resource

_KINDS: Final = ("Secret", "ConfigMap")


def secret_fields(
    resource: Resource, path: Path, left_out: tuple[str, ...] = ()
) -> Iterator[tuple[Path, Key, str]]:
    """Give every {name, key} below a path: the path of its name, what it names, and the key.

    `namespace` and `type` beside them count, as External Secrets has them. What is in no
    namespace itself and states none is left out, as its controller says where it looks.

    Args:
        resource: the object with the fields.
        path: of what to look below.
        left_out: fields that are not looked into.
    """
    value = resource.at(*path)
    if isinstance(value, list):
        for number, _ in enumerate(value):
            yield from secret_fields(resource, (*path, number), left_out)
    if not isinstance(value, dict):
        return
    name, key = value.get("name"), value.get("key")
    kind = value.get("type") or _KINDS[0]
    namespace = resource.text(*path, "namespace") or resource.namespace
    if isinstance(name, str) and isinstance(key, str) and name and namespace and kind in _KINDS:
        yield (*path, "name"), Key(resource.cluster, "", kind, namespace, name), key
    for field in value:
        if field not in left_out:
            yield from secret_fields(resource, (*path, field), left_out)
