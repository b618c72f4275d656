"""The ingress controller, as far as Argo CD sees it: whether an Ingress gets an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.rehearse.cluster import Cluster

ADDRESS = "203.0.113.10"  # of TEST-NET-3, which leads nowhere


class IngressController:
    """Publishes an address on every Ingress, where the environment's controller does."""

    def __init__(self, cluster: Cluster, *, publishes: bool) -> None:
        """Remember whether it publishes one."""
        self._cluster = cluster
        self._publishes = publishes

    def step(self, now: float) -> None:
        """Publish what is missing."""
        for live in self._cluster.of_kind("networking.k8s.io", "Ingress"):
            if self._publishes and now > live.applied_at:
                live.body["status"] = {"loadBalancer": {"ingress": [{"ip": ADDRESS}]}}
