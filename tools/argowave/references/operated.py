"""Custom resources whose controllers may run something, which the tree does not show."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from argowave.references.pods import POD_SPECS
from argowave.resources.once import once

if TYPE_CHECKING:
    from argowave.resources import Inventory, Key, Resource

# groups, or kinds of a group, of which no controller makes pods
_WITHOUT_PODS: Final = (
    "*.upbound.io/*",
    "*.crossplane.io/*",
    "keda.sh/*",
    "eventing.keda.sh/*",
    "argoproj.io/App*",
    "argoproj.io/*AnalysisTemplate",
    "cert-manager.io/*",
    "acme.cert-manager.io/*",
    "trust.cert-manager.io/*",
    "external-secrets.io/*",
    "generators.external-secrets.io/*",
    "secrets.hashicorp.com/*",
    "secrets-store.csi.x-k8s.io/*",
    "bitnami.com/SealedSecret",
    "isindir.github.com/*",
    "grafana.integreatly.org/GrafanaD*",
    "monitoring.coreos.com/*Monitor",
    "monitoring.coreos.com/*Rule",
    "monitoring.coreos.com/*Config",
    "monitoring.coreos.com/Probe",
    "networking.istio.io/*",
    "security.istio.io/*",
    "telemetry.istio.io/*",
    "traefik.io/*",
    "traefik.containo.us/*",
    "projectcontour.io/*",
    "configuration.konghq.com/*",
    "getambassador.io/*",
    "k8s.nginx.org/*",
    "config.openshift.io/*",
    "image.openshift.io/*",
    "project.openshift.io/*",
    "route.openshift.io/*",
    "security.openshift.io/*",
    "user.openshift.io/*",
    "kargo.akuity.io/*",
    "karpenter.sh/*",
    "karpenter.k8s.aws/*",
    "kyverno.io/*",
    "cilium.io/*",
    "crd.projectcalico.org/*",
    "metallb.io/*",
    "autoscaling.k8s.io/*",
    "snapshot.storage.k8s.io/*",
    "elbv2.k8s.aws/*",
)
# what has pods for a task, and nothing beside them
_OF_TASKS: Final = (
    "argoproj.io/*Workflow*",
    "argoproj.io/Experiment",
    "argoproj.io/AnalysisRun",
    "argoproj.io/Sensor",
    "tekton.dev/*",
)
_MADE: Final = ("", "apps")  # groups of what operators make
# Gateways make pods in some implementations
_KUBERNETES: Final = ("*.k8s.io/*", "policy/*", "apps/*", "batch/*", "autoscaling/*", "/*")
_GATEWAY: Final = "gateway.networking.k8s.io/Gateway"


def may_make_pods(group: str, kind: str) -> bool:
    """Tell whether a controller may make pods for a kind, with labels of its own choice."""
    name = f"{group}/{kind}"
    if (group, kind) in POD_SPECS:
        return False  # its template says which
    without = (*_WITHOUT_PODS, *_KUBERNETES)
    return name == _GATEWAY or not any(fnmatchcase(name, each) for each in without)


@once
def makers_of_pods(inventory: Inventory) -> dict[tuple[str, str], list[Resource]]:
    """Return {(cluster, namespace): the custom resources there that pods may be made for}."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for (group, kind), resources in inventory.by_kind.items():
        if may_make_pods(group, kind):
            for each in resources:
                found.setdefault((each.cluster, each.namespace), []).append(each)
    return found


def named_after(inventory: Inventory, key: Key) -> Resource | None:
    """Return the custom resource that an object of its namespace is called after.

    What runs a program for one names its Services, Secrets and accounts so: Grafana/main and
    main-service, VMSingle/main and vmsingle-main. What runs the pods of a task makes none.
    """
    if not key.namespace or key.group not in _MADE:
        return None
    wanted = f"-{key.name}-"
    makers = makers_of_pods(inventory).get((key.cluster, key.namespace), ())
    return next((each for each in makers if _lasts(each) and f"-{each.name}-" in wanted), None)


def _lasts(resource: Resource) -> bool:
    name = f"{resource.group}/{resource.kind}"
    return not any(fnmatchcase(name, each) for each in _OF_TASKS)
