"""What comes with Argo CD where it runs, and is in hardly anybody's Git: it is installed first."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory, Resource

# what it makes when it starts
_SECRETS: Final = ("argocd-redis", "argocd-initial-admin-secret")
_COMPONENTS: Final = (
    "application-controller",
    "applicationset-controller",
    "commit-server",
    "dex-server",
    "notifications-controller",
    "redis",
    "redis-ha",
    "redis-ha-haproxy",
    "repo-server",
    "server",
)
_METRICS: Final = ("metrics", *(f"{each}-metrics" for each in _COMPONENTS))
# of its manifests, and those that its chart's and its operator's names end in
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "ServiceAccount": tuple(f"*argocd-{each}" for each in _COMPONENTS),
    "Service": tuple(
        f"{start}-{each}"
        for start in ("*argocd", "openshift-gitops")
        for each in (*_COMPONENTS, *_METRICS)
    ),
    "Deployment": tuple(
        f"{start}-{each}" for start in ("*argocd", "openshift-gitops") for each in _COMPONENTS
    ),
    "StatefulSet": (
        "*argocd-application-controller",
        "*argocd-redis-ha-server",
        "openshift-gitops-application-controller",
    ),
    "ConfigMap": (
        "argocd-cm",
        "argocd-cmd-params-cm",
        "argocd-gpg-keys-cm",
        "argocd-notifications-cm",
        "argocd-rbac-cm",
        "argocd-ssh-known-hosts-cm",
        "argocd-tls-certs-cm",
    ),
    "Secret": ("argocd-notifications-secret", "argocd-secret"),
}
_SERVER: Final = "*argocd-server"
_LABEL: Final = "app.kubernetes.io/name"  # that each of its objects and pods has its own name in


def of_argocd(inventory: Inventory, key: Key) -> str:
    """Return why an object is there where Argo CD is, "" where it is none of Argo CD's.

    The tree's own installation is looked at instead where it has one, but for ServiceAccounts,
    which its chart and its operator name by rules of their own.
    """
    if key.kind == "Secret" and key.name in _SECRETS:
        return "Argo CD makes it"
    if (key.cluster, key.namespace) not in inventory.roots_at:
        return ""
    if not any(fnmatchcase(key.name, each) for each in _NAMES.get(key.kind, ())):
        return ""
    if key.kind == "ServiceAccount":
        return "Argo CD runs as it"
    return "" if any(_servers(inventory, key)) else "it comes with Argo CD, which runs there"


def selected_of_argocd(
    inventory: Inventory, resource: Resource, labels: dict[str, Any], *kinds: str
) -> str:
    """Return why what labels select is there where Argo CD is, "" where it is none of its own.

    Whether it is an object of one of the kinds or that one's pods.
    """
    name = labels.get(_LABEL)
    if not isinstance(name, str):
        return ""
    keys = (Key(resource.cluster, "", kind, resource.namespace, name) for kind in kinds)
    return next(filter(None, (of_argocd(inventory, key) for key in keys)), "")


def _servers(inventory: Inventory, key: Key) -> Iterator[bool]:
    for each in inventory.of_kind("apps", "Deployment"):
        yield (each.cluster, each.namespace) == (key.cluster, key.namespace) and fnmatchcase(
            each.name, _SERVER
        )
