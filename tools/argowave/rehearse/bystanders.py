"""Controllers of others, as far as Argo CD sees them: of Ingresses, KEDA's, of disruptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.rehearse.cluster import Cluster

ADDRESS = "203.0.113.10"  # of TEST-NET-3, which leads nowhere
# what their own controllers write differs; whether it is good is all that a wave waits for
_MADE_READY = (
    ("keda.sh", "ScaledObject"),
    ("keda.sh", "TriggerAuthentication"),
    ("policy", "PodDisruptionBudget"),
)
_READY = {"type": "Ready", "status": "True"}


class Bystanders:
    """Publishes addresses of Ingresses, where the environment does, and makes the rest Ready."""

    def __init__(self, cluster: Cluster, *, publishes: bool) -> None:
        """Remember whether an address is published."""
        self._cluster = cluster
        self._publishes = publishes

    def step(self, now: float) -> None:
        """Write what is missing."""
        for live in self._cluster.of_kind("networking.k8s.io", "Ingress"):
            if self._publishes and now > live.applied_at:
                live.body["status"] = {"loadBalancer": {"ingress": [{"ip": ADDRESS}]}}
        for group, kind in _MADE_READY:
            for live in self._cluster.of_kind(group, kind):
                if now > live.applied_at:
                    live.set_conditions(_READY)
