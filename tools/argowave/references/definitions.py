"""Custom resources → their definitions; webhooks and API services → the Service behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

_WEBHOOKS: Final = ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")


def definition_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the definition of each custom resource whose definition is in the tree."""
    for definition in inventory.of_kind("apiextensions.k8s.io", "CustomResourceDefinition"):
        kind = (definition.text("spec", "group"), definition.text("spec", "names", "kind"))
        yield from _of_kind(inventory, kind, definition)
    for kind, maker in kinds_made(inventory):
        yield from _of_kind(inventory, kind, maker)


def kinds_made(inventory: Inventory) -> Iterator[tuple[tuple[str, str], Resource]]:
    """Give each (group, kind) that a controller defines, with the object that it does it for.

    Those are Crossplane's CompositeResourceDefinitions and Gatekeeper's ConstraintTemplates.
    """
    for xrd in inventory.of_kind("apiextensions.crossplane.io", "CompositeResourceDefinition"):
        group = xrd.text("spec", "group")
        for names in ("names", "claimNames"):
            yield (group, xrd.text("spec", names, "kind")), xrd
    for template in inventory.of_kind("templates.gatekeeper.sh", "ConstraintTemplate"):
        kind = template.text("spec", "crd", "spec", "names", "kind")
        yield ("constraints.gatekeeper.sh", kind), template


def _of_kind(
    inventory: Inventory, kind: tuple[str, str], definition: Resource
) -> Iterator[Reference]:
    for resource in inventory.by_kind.get(kind, ()):
        if resource.cluster == definition.cluster:
            yield refer(resource, ("kind",), definition.key, "is defined by")


def webhook_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the Service that each webhook, API service and conversion calls."""
    for configuration in inventory.of_kind("admissionregistration.k8s.io", *_WEBHOOKS):
        for number, _ in enumerate(configuration.items("webhooks")):
            yield from _service(configuration, ("webhooks", number, "clientConfig", "service"))
    for service in inventory.of_kind("apiregistration.k8s.io", "APIService"):
        yield from _service(service, ("spec", "service"))
    for definition in inventory.of_kind("apiextensions.k8s.io", "CustomResourceDefinition"):
        path = ("spec", "conversion", "webhook", "clientConfig", "service")
        yield from _service(definition, path)


def _service(resource: Resource, path: Path) -> Iterator[Reference]:
    name, namespace = resource.text(*path, "name"), resource.text(*path, "namespace")
    if name and namespace:
        key = Key(resource.cluster, "", "Service", namespace, name)
        yield refer(resource, (*path, "name"), key, "calls", need=Need.NONE)
