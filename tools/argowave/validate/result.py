"""What came of validating one manifest: a status, and each violation with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.yamlio import Document, YamlFault


class Status(StrEnum):
    """What kubeconform calls the outcome for one manifest."""

    VALID = "valid"
    INVALID = "invalid"  # the schema of its kind surely refuses it
    ERROR = "error"  # unreadable, no kind, no schema, or a rejected kind
    SKIPPED = "skipped"  # asked for: --skip, or --ignore-missing-schemas
    EMPTY = "empty"  # nothing but blanks and comments


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that the schema refuses, and where in the manifest it is."""

    pointer: tuple[str | int, ...]
    message: str
    doubtful: bool = False  # another release of what defines the kind may well allow it


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one manifest."""

    document: Document | YamlFault
    status: Status
    subject: str  # Kind/name, or "" where the document has neither
    violations: tuple[Violation, ...] = ()
    message: str = ""  # why, for every status but VALID and INVALID
    missing_schema: str = ""  # group/version/Kind that no schema was found for
