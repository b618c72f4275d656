"""missing-key: a key is read that the ConfigMap or Secret does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.filled import is_filled
from argowave.references.keys import key_references
from argowave.references.made_keys import keys_made
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from argowave.finding import Finding
    from argowave.resources import Key, Resource
    from argowave.rules.scene import Scene

# what Kubernetes writes into a Secret of that type
_ACCOUNT = "kubernetes.io/service-account-token"
_TOKEN = frozenset(("token", "ca.crt", "namespace"))
_FIELDS = ("data", "stringData", "binaryData")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each key that its object, which is in the tree, does not have."""
    for reference in key_references(scene.inventory):
        target, keys = _found(scene, reference.target)
        if target and reference.key not in keys:
            has = f"it has {', '.join(sorted(keys))}" if keys else "it has none"
            message = f"{target} has no key {reference.key}; {has}"
            yield at(reference.source, reference.path, message)


def _found(scene: Scene, key: Key) -> tuple[str, AbstractSet[str]]:
    """Return an object in words with the keys that it has, "" where nobody can tell."""
    target = scene.inventory.find(key)
    if target is not None:
        known = not _is_filled_by_others(scene, target)
        return (place(target), keys_of(target)) if known else ("", set())
    made = keys_made(scene.inventory, key)
    if made is None:
        return "", set()
    return f"{key.kind}/{key.name}, which {place(made.maker)} makes,", made.keys


def keys_of(resource: Resource) -> set[str]:
    """Return the keys that a ConfigMap or Secret has; never a value."""
    own = {str(key) for field in _FIELDS for key in resource.mapping(field)}
    return own | _TOKEN if resource.text("type") == _ACCOUNT else own


def _is_filled_by_others(scene: Scene, resource: Resource) -> bool:
    """Tell whether somebody else writes keys: into what has none in Git, or beside its own."""
    if not any(resource.mapping(field) for field in _FIELDS):
        return True
    return is_filled(scene.inventory, resource)


RULE = Rule(
    name="missing-key",
    summary="a key is read that the ConfigMap or Secret does not have",
    why=(
        "The container does not start: CreateContainerConfigError until the key is there. One that "
        "is mounted by subPath is an empty folder to it. A provider config without its credentials "
        "makes nothing."
    ),
    mend="Correct the key, or add it to the object; `optional: true` where it may be missing.",
    source="https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-environment-variables",
    check=check,
)
