"""What one look showed, and what came of a check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.finding import Finding


class Status(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look showed."""

    words: str  # what was seen: "3 messages waiting, none in flight"
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a check."""

    check: str
    title: str
    status: Status
    seconds: float
    words: str  # what was seen last, or why nothing was looked at
    findings: tuple[Finding, ...] = ()
    repeat: tuple[str, ...] = ()  # commands with which a person sees the same
