"""Custom resources whose controllers may make pods, with labels that the tree does not show."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import POD_SPECS
from argowave.resources.once import once

if TYPE_CHECKING:
    from argowave.resources import Inventory, Resource

# groups, or kinds of a group, of which no controller makes pods
_WITHOUT_PODS: Final = (
    "*.upbound.io/*",
    "*.crossplane.io/*",
    "keda.sh/*",
    "eventing.keda.sh/*",
    "argoproj.io/App*",
    "argoproj.io/AnalysisTemplate",
    "cert-manager.io/*",
    "acme.cert-manager.io/*",
    "trust.cert-manager.io/*",
    "external-secrets.io/*",
    "generators.external-secrets.io/*",
    "secrets.hashicorp.com/*",
    "secrets-store.csi.x-k8s.io/*",
    "bitnami.com/SealedSecret",
    "isindir.github.com/*",
    "monitoring.coreos.com/*Monitor",
    "monitoring.coreos.com/*Rule",
    "monitoring.coreos.com/*Config",
    "monitoring.coreos.com/Probe",
    "networking.istio.io/*",
    "security.istio.io/*",
    "telemetry.istio.io/*",
    "traefik.io/*",
    "kyverno.io/*",
    "cilium.io/*",
    "crd.projectcalico.org/*",
    "metallb.io/*",
    "autoscaling.k8s.io/*",
    "snapshot.storage.k8s.io/*",
    "elbv2.k8s.aws/*",
)
# Gateways make pods in some implementations
_KUBERNETES: Final = ("*.k8s.io/*", "policy/*", "apps/*", "batch/*", "autoscaling/*", "/*")
_GATEWAY: Final = "gateway.networking.k8s.io/Gateway"
_PACKAGES: Final = "pkg.crossplane.io"


def maker_of_pods(
    inventory: Inventory, resource: Resource, labels: dict[str, Any]
) -> Resource | None:
    """Return what may make pods with some labels in a resource's namespace, None without any.

    Args:
        inventory: of the tree.
        resource: the object that selects.
        labels: that it wants; those of Crossplane's packages say where the pods come from.
    """
    packages = inventory.of_kind(_PACKAGES, "Provider", "Function")
    if packages and any(str(key).startswith(f"{_PACKAGES}/") for key in labels):
        return packages[0]
    found = _makers(inventory).get((resource.cluster, resource.namespace))
    return found[0] if found else None


@once
def _makers(inventory: Inventory) -> dict[tuple[str, str], list[Resource]]:
    found: dict[tuple[str, str], list[Resource]] = {}
    for (group, kind), resources in inventory.by_kind.items():
        if _may_make_pods(group, kind):
            for each in resources:
                found.setdefault((each.cluster, each.namespace), []).append(each)
    return found


def _may_make_pods(group: str, kind: str) -> bool:
    name = f"{group}/{kind}"
    if (group, kind) in POD_SPECS:
        return False  # its template says which
    without = (*_WITHOUT_PODS, *_KUBERNETES)
    return name == _GATEWAY or not any(fnmatchcase(name, each) for each in without)
