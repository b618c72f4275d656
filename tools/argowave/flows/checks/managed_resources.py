"""In the cluster: every declared managed resource is Ready and Synced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.flows.check import Check
from argowave.flows.result import Seen
from argowave.kubernetes import KINDS, list_managed

if TYPE_CHECKING:
    from argowave.flows.scene import Scene


class ManagedResources(Check):
    """Crossplane says so too."""

    name = "managed-resources"
    title = "every managed resource is Ready and Synced"
    waits = True

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if scene.server is not None else "no cluster can be asked"

    def look(self, scene: Scene) -> Seen:
        """Look at the conditions of each managed resource."""
        assert scene.server is not None  # noqa: S101 (reason_to_skip has said so)
        live = {
            (each["kind"], each["metadata"]["name"]): each
            for each in list_managed(scene.server, scene.namespace, scene.scopes)
        }
        faults = []
        for declared in scene.declared:
            found = live.get((declared.kind, declared.object_name))
            if found is None:
                faults.append(declared.finding("is not in the cluster"))
            elif problem := _problem(found):
                faults.append(declared.finding(problem))
        well = len(scene.declared) - len(faults)
        return Seen(f"{well} of {len(scene.declared)} are Ready and Synced", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (f"kubectl --namespace {scene.namespace} get {','.join(KINDS)}",)


def _problem(body: dict[str, Any]) -> str:
    conditions = {each["type"]: each for each in body.get("status", {}).get("conditions", [])}
    for type_ in ("Synced", "Ready"):
        condition = conditions.get(type_)
        if condition is None:
            return f"has no condition {type_} yet"
        if condition.get("status") != "True":
            said = condition.get("message") or condition.get("reason") or "no reason is given"
            return f"is not {type_}: {said}"
    return ""
