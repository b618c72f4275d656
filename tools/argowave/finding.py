"""One fault at one place: what every check returns and every report prints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from argowave.words.credentials import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a finding weighs: an error fails the run, a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """What a person edits to change the field that a finding is about.

    With a key it is a value, and changing that value has been seen to move the field, or the field
    has what it says. Without one it is the line of the template that the field is written in.
    """

    path: str  # relative to the repository, or within a chart of a Helm repository
    line: int | None  # 1-based
    key: str = ""  # consumer.replicas

    def __str__(self) -> str:
        """Return `environments/dev/environment.yaml:12 consumer.replicas`."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place} {self.key}".rstrip()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault, in one place, found by one rule."""

    path: str  # the file that a person edits, as given or relative to the repository
    line: int | None  # 1-based
    subject: str  # Kind/name, or "" where there is no object
    pointer: str  # JSON path such as $.spec.replicas, or "" for the whole object
    message: str  # what is wrong, both culprits, the fix where there is one
    rule: str
    severity: Severity = Severity.ERROR
    application: str | None = None  # environment and Application that led here: dev/justtrack-t1
    origins: tuple[Origin, ...] = ()  # of a rendered field: all have a key, or none has one

    def __post_init__(self) -> None:
        """Leave credentials that stand in a URL out of the message."""
        object.__setattr__(self, "message", harmless(self.message))

    @property
    def origin(self) -> str:
        """`set by FILE:LINE KEY`, `written in FILE:LINE`, or "" where nobody knows or asked."""
        if not self.origins:
            return ""
        verb = "set by" if self.origins[0].key else "written in"
        return f"{verb} {', '.join(map(str, self.origins))}"

    def __str__(self) -> str:
        """Return the one line of the finding, without how much it weighs."""
        return self._line(self.rule)

    @property
    def weighed(self) -> str:
        """The one line that a terminal shows, which says `(rule, error)` or `(rule, warning)`."""
        return self._line(f"{self.rule}, {self.severity.value}")

    def _line(self, rule: str) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        words = [place, self.subject, f"{self.pointer}:" if self.pointer else "", self.message]
        led = f" [{self.application}]" if self.application else ""
        origin = f" {self.origin}" if self.origins else ""
        return f"{' '.join(word for word in words if word)} ({rule}){led}{origin}"


def gather(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings sorted, the same one in several Applications only once, with all of them."""
    together: dict[Finding, list[str]] = {}
    for finding in findings:
        led = together.setdefault(replace(finding, application=None), [])
        if finding.application and finding.application not in led:
            led.append(finding.application)
    gathered = [
        replace(finding, application=", ".join(led) or None) for finding, led in together.items()
    ]
    return sorted(gathered, key=_order)


def _order(finding: Finding) -> tuple[str, int, str, str, str]:
    return finding.path, finding.line or 0, finding.subject, finding.pointer, finding.message
