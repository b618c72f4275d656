"""Workloads whose pods are made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.diff.changes import How
from argowave.diff.effects.effect import Effect, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change
    from argowave.resources import Inventory

_ROLLED: Final = (("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"))


def pod_effects(changes: Sequence[Change], before: Inventory, after: Inventory) -> Iterator[Effect]:
    """Give a restart for each workload whose pod template changes.

    Any change of the template, an annotation too, is a new revision: EqualIgnoreHash in
    pkg/controller/deployment/util of Kubernetes.
    """
    del before, after
    for change in changes:
        resource = change.resource
        if change.how not in (How.CHANGED, How.MOVED):
            continue
        if (resource.group, resource.kind) not in _ROLLED:
            continue
        if any(field.path[:2] == ("spec", "template") for field in change.fields):
            replicas = resource.at("spec", "replicas")
            pods = "its pods restart"
            if isinstance(replicas, int) and resource.kind != "DaemonSet":
                pods = f"{replicas} pod{'s' if replicas != 1 else ''} restart"
            strategy = resource.text("spec", "strategy", "type") or "RollingUpdate"
            how = "all at once" if strategy == "Recreate" else "one after the other"
            yield Effect(change, Weight.RESTARTS, f"{pods}, {how}")
