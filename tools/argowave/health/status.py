"""The health of one object, in Argo CD's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class HealthStatus(StrEnum):
    """Argo CD's health codes (gitops-engine, pkg/health)."""

    HEALTHY = "Healthy"
    PROGRESSING = "Progressing"
    DEGRADED = "Degraded"
    SUSPENDED = "Suspended"
    MISSING = "Missing"
    UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class Health:
    """What a health check says about one object."""

    status: HealthStatus
    message: str = ""
    # what a script said where that is none of Argo CD's codes; None where it is one
    invalid: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return `Status: message`, or the status alone where there is no message."""
        return f"{self.status}: {self.message}" if self.message else str(self.status)
