"""Argo Rollouts: Rollouts and analyses → Services, routes, templates and the workload they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.named import Named, named_references
from argowave.references.reference import Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

_ARGO: Final = "argoproj.io"
_ISTIO: Final = "networking.istio.io"
_NETWORKING: Final = "networking.k8s.io"
_ROUTING: Final = "spec.strategy.canary.trafficRouting"
_SHIFTS: Final = "shifts the traffic of"


def _services(*places: str) -> tuple[Named, ...]:
    return tuple(
        Named(each, "", ("Service",), "is served by", "", need=Need.WAIT) for each in places
    )


def _analyses(*places: str) -> tuple[Named, ...]:
    return tuple(
        Named(each, _ARGO, ("AnalysisTemplate",), "is judged by", "templateName", "clusterScope")
        for each in places
    )


def _shifted(place: str, group: str, kind: str, name: str = "") -> Named:
    return Named(f"{_ROUTING}.{place}", group, (kind,), _SHIFTS, name)


_TABLE: Final = {
    (_ARGO, "Rollout"): (
        *_services(
            "spec.strategy.blueGreen.activeService",
            "spec.strategy.blueGreen.previewService",
            "spec.strategy.canary.canaryService",
            "spec.strategy.canary.stableService",
            "spec.strategy.canary.pingPong.pingService",
            "spec.strategy.canary.pingPong.pongService",
            f"{_ROUTING}.alb.rootService",
            f"{_ROUTING}.smi.rootService",
        ),
        *_analyses(
            "spec.strategy.blueGreen.prePromotionAnalysis.templates[]",
            "spec.strategy.blueGreen.postPromotionAnalysis.templates[]",
            "spec.strategy.canary.analysis.templates[]",
            "spec.strategy.canary.steps[].analysis.templates[]",
            "spec.strategy.canary.steps[].experiment.analyses[]",
        ),
        _shifted("nginx.stableIngress", _NETWORKING, "Ingress"),
        _shifted("nginx.stableIngresses[]", _NETWORKING, "Ingress"),
        _shifted("alb.ingress", _NETWORKING, "Ingress"),
        _shifted("alb.ingresses[]", _NETWORKING, "Ingress"),
        _shifted("istio.destinationRule", _ISTIO, "DestinationRule", "name"),
        _shifted("traefik.weightedTraefikServiceName", "traefik.io", "TraefikService"),
    ),
    (_ARGO, "Experiment"): _analyses("spec.analyses[]"),
    (_ARGO, "AnalysisTemplate"): _analyses("spec.templates[]"),
    (_ARGO, "ClusterAnalysisTemplate"): _analyses("spec.templates[]"),
}
_PLUGIN: Final = (*_ROUTING.split("."), "plugins", "argoproj-labs/gatewayAPI")
_GATEWAYS: Final = "gateway.networking.k8s.io"
_ROUTES: Final = {"httpRoute": "HTTPRoute", "grpcRoute": "GRPCRoute", "tcpRoute": "TCPRoute"}


def rollout_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what each Rollout sends traffic by, is judged by and takes its pods from."""
    yield from named_references(inventory, _TABLE)
    for rollout in inventory.of_kind(_ARGO, "Rollout"):
        yield from _workload(rollout)
        yield from _virtual_services(rollout)
        yield from _routes(rollout)


def _workload(rollout: Resource) -> Iterator[Reference]:
    """Give the workload whose template a Rollout takes (workloadRef)."""
    path: Path = ("spec", "workloadRef")
    name, kind = rollout.text(*path, "name"), rollout.text(*path, "kind")
    if name and kind:
        group = rollout.text(*path, "apiVersion").rpartition("/")[0]
        key = Key(rollout.cluster, group, kind, rollout.namespace, name)
        yield refer(rollout, (*path, "name"), key, "takes its pods from", need=Need.WAIT)


def _virtual_services(rollout: Resource) -> Iterator[Reference]:
    """Give the VirtualServices, of which NAME.NAMESPACE is one in another namespace.

    GetVirtualServiceNamespaceName of Argo Rollouts' utils/istio.
    """
    base: Path = (*_ROUTING.split("."), "istio")
    several = (*base, "virtualServices")
    one = [(*base, "virtualService", "name")]
    for path in one + [(*several, n, "name") for n, _ in enumerate(rollout.items(*several))]:
        name, _, namespace = rollout.text(*path).partition(".")
        if name:
            place = namespace or rollout.namespace
            key = Key(rollout.cluster, _ISTIO, "VirtualService", place, name)
            yield refer(rollout, path, key, _SHIFTS, need=Need.NONE)


def _routes(rollout: Resource) -> Iterator[Reference]:
    """Give the routes of the plug-in for the Gateway API, by one name or in lists."""
    place = rollout.text(*_PLUGIN, "namespace") or rollout.namespace
    for field, kind in _ROUTES.items():
        paths: list[Path] = [(*_PLUGIN, field)]
        several = (*_PLUGIN, f"{field}s")
        paths += [(*several, n, "name") for n, _ in enumerate(rollout.items(*several))]
        for path in paths:
            if name := rollout.text(*path):
                key = Key(rollout.cluster, _GATEWAYS, kind, place, name)
                yield refer(rollout, path, key, _SHIFTS, need=Need.NONE)
