"""Custom resources → their definitions; webhooks and API services → the Service behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import NOWHERE, Need, refer
from argowave.resources.key import Key
from argowave.words.nearest import nearest
from argowave.words.slip import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

_CONSTRAINTS: Final = "constraints.gatekeeper.sh"
_SLIP: Final = 0.9  # of 1: so like a kind of the tree that nobody would define both
_WEBHOOKS: Final = ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")


def definition_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the definition of each custom resource whose definition is in the tree."""
    for definition in inventory.of_kind("apiextensions.k8s.io", "CustomResourceDefinition"):
        kind = (definition.text("spec", "group"), definition.text("spec", "names", "kind"))
        yield from _of_kind(inventory, kind, definition)
    for kind, maker in kinds_made(inventory):
        yield from _of_kind(inventory, kind, maker)
    yield from _misspelt(inventory)


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
        yield (_CONSTRAINTS, kind), template


def _of_kind(
    inventory: Inventory, kind: tuple[str, str], definition: Resource
) -> Iterator[Reference]:
    for resource in inventory.by_kind.get(kind, ()):
        if resource.cluster == definition.cluster:
            yield refer(resource, ("kind",), definition.key, "is defined by")


def _misspelt(inventory: Inventory) -> Iterator[Reference]:
    """Give the kinds of constraints and Compositions that are nearly one that the tree defines.

    Any other kind may be defined by another repository, or by a package of Crossplane's.
    """
    used: list[tuple[Resource, Path, str, str]] = [
        (each, ("kind",), each.group, each.kind)
        for (group, _), resources in inventory.by_kind.items()
        for each in (resources if group == _CONSTRAINTS else ())
    ]
    path = ("spec", "compositeTypeRef")
    for each in inventory.of_kind("apiextensions.crossplane.io", "Composition"):
        group = each.text(*path, "apiVersion").rpartition("/")[0]
        used.append((each, (*path, "kind"), group, each.text(*path, "kind")))
    if not used:
        return
    makers = {(maker.cluster, *kind): maker for kind, maker in kinds_made(inventory)}
    for source, where, group, kind in used:
        known = [name for cluster, of, name in makers if (cluster, of) == (source.cluster, group)]
        near = nearest(kind, known, _SLIP) if kind not in known else ""
        if near and words_of(near) != words_of(kind):
            maker = makers[source.cluster, group, near]
            missing = maker.key._replace(name=f"{kind}{NOWHERE}")
            wanted = f"the {maker.kind} of {kind}"
            yield refer(source, where, missing, "needs", need=Need.NONE, wanted=wanted, meant=near)


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
