"""Application objects → their operations, and back: their status as Argo CD writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.gates import automated
from argowave.health import Health, HealthStatus
from argowave.rehearse.health import health_of
from argowave.rehearse.sync import Operation, Surroundings, start
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from argowave.rehearse.cluster import LiveObject
    from argowave.resources import Inventory, Key

_WAITS: dict[str, Any] = {"sync": {"status": "OutOfSync"}, "health": {"status": "Missing"}}
_DEFAULT_LIMIT = 5  # of retries, where an automated sync states none


class Applications:
    """Argo CD's application controller: syncs every Application that is applied."""

    def __init__(self, inventory: Inventory, around: Surroundings) -> None:
        """Remember what each Application leads to."""
        self._inventory = inventory
        self._around = around
        self.operations: dict[Key, Operation] = {}

    def step(self, now: float) -> None:
        """Go on with every operation, and write the status of its Application."""
        for live in self._around.cluster.of_kind("argoproj.io", "Application"):
            if automated(live.resource.spec) is None:
                live.body["status"] = _WAITS  # for a person, who is not there
                continue
            operation = self._operation(live)
            if operation is not None:
                operation.step(now)
                live.body["status"] = _status(operation, live.body)

    def health(self, live: LiveObject) -> Health:
        """Return an Application's health, by the check that the settings have for it.

        Without one an Application has no health in Argo CD; here its own status then counts.
        """
        stated = health_of(live, self._around.settings)
        if stated is not None:
            return stated
        status = live.body.get("status", {}).get("health", {}).get("status", "Progressing")
        return Health(HealthStatus(status))

    def _operation(self, live: LiveObject) -> Operation | None:
        found = self.operations.get(live.key)
        if found is None:
            application = self._inventory.application_of(live.resource)
            if application is None:
                return None
            resources = self._inventory.of(application)
            found = start(application, resources, self._around)
            self.operations[live.key] = found
        return found


def _status(operation: Operation, body: dict[str, Any]) -> dict[str, Any]:
    spec = body.get("spec", {})
    health = operation.health
    compared = {name: spec[name] for name in ("source", "sources", "destination") if name in spec}
    return {
        "sync": {
            "status": "Synced" if operation.is_synced else "OutOfSync",
            "comparedTo": compared,
        },
        "health": {"status": health.status.value, "message": health.message},
        "operationState": {
            "phase": _phase(operation),
            "message": operation.message,
            "retryCount": operation.retries,
        },
    }


def _phase(operation: Operation) -> str:
    """Return the phase; an operation that will be tried again is still running."""
    policy = application_spec(operation.application.manifest).get("syncPolicy")
    retry = policy.get("retry") if isinstance(policy, dict) else None
    limit = retry.get("limit", _DEFAULT_LIMIT) if isinstance(retry, dict) else _DEFAULT_LIMIT
    again = limit < 0 or operation.retries < limit
    return "Running" if operation.phase == "Failed" and again else operation.phase
