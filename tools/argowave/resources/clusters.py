"""Destinations → clusters; cluster Secrets give names to servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.applicationsets.clusters import cluster_of
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.manifest import Manifest

IN_CLUSTER: Final = "in-cluster"
SERVER: Final = "https://kubernetes.default.svc"  # KubernetesInternalAPIServerAddr of Argo CD


def cluster_names(manifests: Iterable[Manifest]) -> dict[str, str]:
    """Return {name: server} of the cluster Secrets among `manifests`, and of what makes such."""
    found = {IN_CLUSTER: IN_CLUSTER}
    for cluster in map(cluster_of, manifests):
        if cluster is not None and cluster.name and cluster.server:
            found[cluster.name] = _normal(cluster.server)
    return found


def destination_cluster(application: Manifest, names: Mapping[str, str]) -> str:
    """Return the server that an Application goes to; a name that nobody states stays a name."""
    return cluster_at(application_spec(application).get("destination"), names)


def cluster_at(destination: object, names: Mapping[str, str]) -> str:
    """Return the server that a destination states, Argo CD's own cluster where it states none."""
    if not isinstance(destination, dict):
        return IN_CLUSTER
    server, name = destination.get("server"), destination.get("name")
    if isinstance(server, str) and server:
        return _normal(server)
    if isinstance(name, str) and name:
        return names.get(name, name)
    return IN_CLUSTER


def _normal(server: str) -> str:
    server = server.rstrip("/")
    return IN_CLUSTER if server == SERVER else server
