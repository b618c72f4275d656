"""What a report says of one manifest: a Result without the document itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding
from argowave.typed import as_text
from argowave.validate.findings import SCHEMA_RULE, YAML_RULE
from argowave.validate.pointer import show_pointer
from argowave.validate.result import Status
from argowave.yamlio import YamlFault

if TYPE_CHECKING:
    from argowave.validate.result import Result

STATUS_AT: Final = 6  # where the status stands in a row


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation, with its line in the file."""

    pointer: tuple[str | int, ...]
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One manifest, by name, and what came of it."""

    source: str  # the file, as shown
    line: int
    api_version: str
    kind: str
    namespace: str
    name: str
    status: Status
    message: str = ""  # why, for every status but VALID and INVALID
    missing_schema: str = ""  # group/version/Kind that no schema was found for
    faults: tuple[Fault, ...] = ()
    readable: bool = True  # False: it is no YAML that Kubernetes could read

    @property
    def subject(self) -> str:
        """Kind/name, with ? for what is missing, or "" when both are."""
        return f"{self.kind or '?'}/{self.name or '?'}" if self.kind or self.name else ""

    def findings(self) -> list[Finding]:
        """Return what is wrong with it, as `findings_of` does for the Result."""
        if self.status is Status.ERROR:
            rule = SCHEMA_RULE if self.readable else YAML_RULE
            return [Finding(self.source, self.line, self.subject, "", self.message, rule)]
        return [
            Finding(
                self.source,
                fault.line,
                self.subject,
                show_pointer(fault.pointer),
                fault.message,
                SCHEMA_RULE,
            )
            for fault in self.faults
        ]

    def row(self) -> list[Any]:
        """Return the fields as JSON values, to hand them from one process to another."""
        faults = [[list(fault.pointer), fault.line, fault.message] for fault in self.faults]
        return [
            self.source, self.line, self.api_version, self.kind, self.namespace, self.name,
            self.status.value, self.message, self.missing_schema, faults, self.readable,
        ]  # fmt: skip

    @classmethod
    def from_row(cls, row: list[Any]) -> Checked:
        """Return what `row()` was made of."""
        names, (status, message, missing_schema, faults, readable) = row[:6], row[6:]
        found = tuple(Fault(tuple(place), line, text) for place, line, text in faults)
        fields = [*names, Status(status), message, missing_schema, found, readable]
        return cls(*fields)


def checked_of(result: Result) -> Checked:
    """Return what a report says of `result`; lines are looked up for what is wrong only."""
    document = result.document
    if isinstance(document, YamlFault):
        where = (document.source, document.line, "", "", "", "")
        return Checked(*where, status=result.status, message=result.message, readable=False)
    faults = tuple(
        Fault(violation.pointer, document.line_of(violation.pointer), violation.message)
        for violation in result.violations
    )
    body = document.body if isinstance(document.body, dict) else {}
    metadata = body.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    return Checked(
        document.source,
        document.line_of(()) if result.status is Status.ERROR else document.line,
        as_text(body.get("apiVersion")),
        as_text(body.get("kind")),
        as_text(metadata.get("namespace")),
        as_text(metadata.get("name") or metadata.get("generateName")),
        result.status,
        result.message,
        result.missing_schema,
        faults,
    )
