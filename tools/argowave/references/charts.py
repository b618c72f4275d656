"""Kinds → the Application that installs the operator which brings them, known by its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Resource

# chart → the API groups that are there once it runs. Crossplane's pod makes its definitions when
# it starts; the others' have webhooks that answer only then.
GROUPS: Final = {
    "crossplane": ("pkg.crossplane.io", "apiextensions.crossplane.io", "ops.crossplane.io"),
    "keda": ("keda.sh",),
    "cert-manager": ("cert-manager.io", "acme.cert-manager.io"),
    "external-secrets": ("external-secrets.io", "generators.external-secrets.io"),
    "sealed-secrets": ("bitnami.com",),
    "cloudnative-pg": ("postgresql.cnpg.io",),
    "strimzi-kafka-operator": ("kafka.strimzi.io",),
    "kyverno": ("kyverno.io",),
}


def chart_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the operator of each object whose kind a chart of the tree brings."""
    for group, installers in _installers(inventory).items():
        for (found, _), resources in inventory.by_kind.items():
            if found != group:
                continue
            for resource in resources:
                keys = tuple(
                    each.key for each, cluster in installers if cluster == resource.cluster
                )
                own = resource.application
                if keys and not any(
                    own and each.manifest is own.manifest for each, _ in installers
                ):
                    words = "is of a kind that comes with"
                    yield refer(resource, ("apiVersion",), keys, words, need=Need.READY)


def _installers(inventory: Inventory) -> dict[str, list[tuple[Resource, str]]]:
    """Return, by API group, the Application objects of operators and the clusters they go to."""
    found: dict[str, list[tuple[Resource, str]]] = {}
    for resource in inventory.of_kind("argoproj.io", "Application"):
        application = inventory.application_of(resource)
        if application is None:
            continue
        cluster = inventory.cluster_of(application)
        for source in application.sources:
            for group in GROUPS.get(source.chart.rpartition("/")[2], ()):
                found.setdefault(group, []).append((resource, cluster))
    return found
