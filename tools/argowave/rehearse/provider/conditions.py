"""The conditions of a managed resource, in the provider's own words.

Read off provider-upjet-aws 2.6.0 at work: which conditions there are, in which order they come,
and what their reasons and messages say.
"""

from __future__ import annotations

from typing import Any

Condition = dict[str, Any]

READY, SYNCED, LAST = "Ready", "Synced", "LastAsyncOperation"


def creating() -> Condition:
    """Return the Ready condition of what is being created."""
    return _condition(READY, "False", "Creating")


def available() -> Condition:
    """Return the Ready condition of what is there."""
    return _condition(READY, "True", "Available")


def synced(generation: int = 1) -> Condition:
    """Return the Synced condition after a reconciliation without errors."""
    return {**_condition(SYNCED, "True", "ReconcileSuccess"), "observedGeneration": generation}


def not_synced(message: str) -> Condition:
    """Return the Synced condition after a reconciliation that failed."""
    return _condition(SYNCED, "False", "ReconcileError", message)


def paused() -> Condition:
    """Return the Synced condition of what has the annotation crossplane.io/paused."""
    return _condition(SYNCED, "False", "ReconcilePaused")


def operation_succeeded() -> Condition:
    """Return the condition of a create or an update that ended well."""
    return _condition(LAST, "True", "Success")


def operation_failed(message: str) -> Condition:
    """Return the condition of a create that failed."""
    return _condition(LAST, "False", "AsyncCreateFailure", message)


def _condition(type_: str, status: str, reason: str, message: str = "") -> Condition:
    condition = {"type": type_, "status": status, "reason": reason}
    return {**condition, "message": message} if message else condition
