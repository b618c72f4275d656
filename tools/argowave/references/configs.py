"""Managed resources → their provider config → its Secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import config_key, parse_group
from argowave.references.reference import refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory

CONFIGS: Final = ("ProviderConfig", "ClusterProviderConfig")
_SECRET: Final = ("spec", "credentials", "secretRef")


def config_references(inventory: Inventory) -> Iterator[Reference]:
    """Give each managed resource's provider config, and each provider config's Secret."""
    for (group, kind), resources in inventory.by_kind.items():
        parsed = parse_group(group)
        if parsed is None:
            continue
        if parsed.service:
            for resource in resources:
                key = config_key(resource)
                if key is not None:
                    stated = resource.text("spec", "providerConfigRef", "name")
                    path = ("spec", "providerConfigRef", "name") if stated else ("spec",)
                    yield refer(resource, path, key, "is made with")
        elif kind in CONFIGS:
            for resource in resources:
                name = resource.text(*_SECRET, "name")
                if resource.text("spec", "credentials", "source") == "Secret" and name:
                    namespace = resource.text(*_SECRET, "namespace") or resource.namespace
                    key = Key(resource.cluster, "", "Secret", namespace, name)
                    yield refer(resource, (*_SECRET, "name"), key, "takes its credentials from")
