"""Application health: what the check in argocd-cm says of a child on its way up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from argowave.gates.checks import run_override
from argowave.health.status import Health, HealthStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.gates.checks import Checks
    from argowave.gates.faults import Fault
    from argowave.manifest import Manifest


class Step(StrEnum):
    """Where a child Application is; reads after "while"."""

    NEW = "it has no status yet"
    UNCOMPARED = "nothing has been compared yet"
    MISSING = "nothing of it is there yet"
    BETWEEN = "it is between two of its own waves"
    COMING = "what it applied is not ready yet"
    FAILED = "its last operation has failed"
    UNREADABLE = "its manifests cannot be generated"
    READY = "it is ready"


@dataclass(frozen=True, slots=True)
class ApplicationGate:
    """What the check of Applications does for the waves of a parent."""

    check: str  # the check in words, "" where there is none
    says: Mapping[Step, Health]
    errors: Mapping[Step, Fault]

    @property
    def leaks(self) -> tuple[Step, ...]:
        """Where a parent goes on although its child is not ready; nowhere without a check."""
        return tuple(
            step
            for step, health in self.says.items()
            if step is not Step.READY and health.status is HealthStatus.HEALTHY
        )

    @property
    def is_stuck(self) -> bool:
        """Whether a child that is ready is not Healthy."""
        ready = self.says.get(Step.READY)
        return ready is not None and ready.status is not HealthStatus.HEALTHY

    @property
    def passes_failure_on(self) -> bool:
        """Whether a failed operation of the child fails its parent's."""
        failed = self.says.get(Step.FAILED)
        return failed is not None and failed.status is HealthStatus.DEGRADED


def application_gate(checks: Checks, manifest: Manifest) -> ApplicationGate:
    """Return what the settings' check does; Argo CD has none of its own since 1.8.

    Args:
        checks: the tree's checks.
        manifest: any Application, which the samples are made of.
    """
    overrides = checks.override("argoproj.io", "Application")
    if not overrides:
        return ApplicationGate("", {}, {})
    says: dict[Step, Health] = {}
    errors: dict[Step, Fault] = {}
    for step, status in _STATUSES.items():
        body = _sample(manifest, status)
        says[step], error = run_override(overrides[0], body)
        if error:
            errors[step] = error
    return ApplicationGate(f"the health check under {overrides[0].place}", says, errors)


def health_while_syncing(checks: Checks, manifest: Manifest, *, is_last: bool) -> Health | None:
    """Return what the settings' check says of an Application whose own sync is running.

    Args:
        checks: the tree's checks.
        manifest: the Application.
        is_last: whether the last wave is applied already, so that it is Synced.

    Returns:
        None where the settings state no check, or one that fails.
    """
    overrides = checks.override("argoproj.io", "Application")
    if not overrides:
        return None
    sync = "Synced" if is_last else "OutOfSync"
    health, error = run_override(
        overrides[0], _sample(manifest, _status("Healthy", sync, "Running"))
    )
    return None if error else health


def _sample(manifest: Manifest, status: dict[str, Any] | None) -> dict[str, Any]:
    body = {
        key: value for key, value in manifest.body.items() if key not in ("status", "operation")
    }
    if status is not None:
        body["status"] = status
    return body


def _status(health: str, sync: str, phase: str) -> dict[str, Any]:
    return {
        "health": {"status": health},
        "sync": {"status": sync},
        "operationState": {"phase": phase, "message": f"the operation is {phase}"},
    }


# what Argo CD 3.5.1 was seen to write into an Application's status
_STATUSES: Final[Mapping[Step, dict[str, Any] | None]] = {
    Step.NEW: None,
    Step.UNCOMPARED: {},
    Step.MISSING: _status("Missing", "OutOfSync", "Running"),
    Step.BETWEEN: _status("Healthy", "OutOfSync", "Running"),
    Step.COMING: _status("Progressing", "Synced", "Succeeded"),
    Step.FAILED: _status("Healthy", "Synced", "Failed"),
    Step.UNREADABLE: {"health": {"status": "Healthy"}, "sync": {"status": "Unknown"}},
    Step.READY: _status("Healthy", "Synced", "Succeeded"),
}
