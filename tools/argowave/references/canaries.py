"""Flagger: Canaries → what they release, scale and are judged by; templates → their Secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references
from argowave.references.objects import object_reference
from argowave.references.reference import Need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory

_FLAGGER: Final = "flagger.app"
_TABLE: Final = {
    (_FLAGGER, "Canary"): (
        Named("spec.analysis.metrics[].templateRef", _FLAGGER, ("MetricTemplate",), "is judged by"),
        Named("spec.analysis.alerts[].providerRef", _FLAGGER, ("AlertProvider",), "alerts by"),
    ),
    (_FLAGGER, "MetricTemplate"): (Named("spec.provider.secretRef", "", ("Secret",), "reads"),),
    (_FLAGGER, "AlertProvider"): (Named("spec.secretRef", "", ("Secret",), "reads"),),
}
_OBJECTS: Final = (
    ("targetRef", "apps", "Deployment", "releases"),
    ("autoscalerRef", "autoscaling", "HorizontalPodAutoscaler", "scales by"),
    ("ingressRef", "networking.k8s.io", "Ingress", "shifts the traffic of"),
)


def canary_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what each Canary needs; Flagger waits for it, and the Canary stays as it is."""
    yield from named_references(inventory, _TABLE)
    for canary in inventory.of_kind(_FLAGGER, "Canary"):
        for field, group, kind, relation in _OBJECTS:
            path = ("spec", field)
            yield from object_reference(canary, path, relation, (group, kind), need=Need.NONE)
