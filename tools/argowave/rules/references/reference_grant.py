"""reference-grant: something of another namespace is used that no ReferenceGrant permits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.references.elsewhere import elsewhere
from argowave.references.gateways import (
    GROUP,
    ROUTES,
    backend_key,
    certificate_keys,
    route_backends,
)
from argowave.resources.key import Key
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_GRANT: Final = "ReferenceGrant"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each Service, or certificate, of another namespace without a grant."""
    for source, path, key in _foreign(scene):
        if any(_permits(each, source, key) for each in scene.inventory.of_kind(GROUP, _GRANT)):
            continue
        grant = Key(source.cluster, GROUP, _GRANT, key.namespace, "")
        may = elsewhere(scene.inventory, grant)
        if may is not None:
            yield Undecided(f"{source.subject} → {_GRANT} for {key}", may.reason)
        else:
            message = (
                f"no {_GRANT} permits {source.kind} of namespace {source.namespace} to use {key}; "
                f"add one there"
            )
            yield at(source, path, message)


def _foreign(scene: Scene) -> Iterator[tuple[Resource, Path, Key]]:
    for route in scene.inventory.of_kind(GROUP, *ROUTES):
        for path in route_backends(route):
            key = backend_key(route, path)
            if key is not None and key.namespace != route.namespace:
                yield route, (*path, "namespace"), key
    for gateway in scene.inventory.of_kind(GROUP, "Gateway"):
        for path, key in certificate_keys(gateway):
            if key.namespace != gateway.namespace:
                yield gateway, (*path, "namespace"), key


def _permits(grant: Resource, source: Resource, key: Key) -> bool:
    """Tell whether a grant is for a source and its target: ReferenceGrantSpec."""
    if (grant.cluster, grant.namespace) != (key.cluster, key.namespace):
        return False
    wanted = (source.group, source.kind, source.namespace)
    return any(
        (each.get("group"), each.get("kind"), each.get("namespace")) == wanted
        for each in grant.items("spec", "from")
        if isinstance(each, dict)
    ) and any(
        (each.get("group") or "", each.get("kind")) == (key.group, key.kind)
        and each.get("name") in (None, "", key.name)
        for each in grant.items("spec", "to")
        if isinstance(each, dict)
    )


RULE = Rule(
    name="reference-grant",
    summary="a route or Gateway uses something of another namespace that no ReferenceGrant permits",
    why=(
        "The Gateway API has controllers refuse it (RefNotPermitted): the route answers 500, the "
        "listener has no certificate. Some controllers let it pass."
    ),
    mend="Put a ReferenceGrant into the namespace of what is used, or the route beside it.",
    source="https://gateway-api.sigs.k8s.io/api-types/referencegrant/",
    check=check,
    severity=Severity.WARNING,
)
