"""What is known of findings that were there before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.finding import Finding

VERSION: Final = 1
_INDEX: Final = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """Findings of one rule at one field of one object, however many.

    Neither lines nor places in lists are part of it, so that it holds when something is written
    above; nor is the message, which may name what has nothing to do with it.
    """

    path: str
    subject: str  # Kind/name, or ""
    rule: str
    field: str  # $.spec.containers[].image, or ""

    @classmethod
    def of(cls, finding: Finding) -> Known:
        """Return what a finding is known by."""
        pointer = _INDEX.sub("[]", finding.pointer)
        path = finding.path.encode("utf-8", "backslashreplace").decode()  # what YAML can hold
        return cls(path, finding.subject, finding.rule, pointer)

    def __str__(self) -> str:
        """Return `image-pin at apps/a.yaml Deployment/a $.spec.replicas`."""
        words = (self.path, self.subject, self.field)
        return f"{self.rule} at {' '.join(word for word in words if word)}"


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline file's content."""

    shown: str = ""  # the file, as findings name it
    counts: Mapping[Known, int] = field(default_factory=dict)  # at least 1 each
    lines: Mapping[Known, int] = field(default_factory=dict)  # 1-based, in the file

    @property
    def total(self) -> int:
        """How many findings it passes over."""
        return sum(self.counts.values())
