"""What stays the same of a finding when lines above it come and go."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.finding import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Return a fingerprint for each finding: of rule, file, object and field, not of the line.

    Findings that agree in all of these are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        words = (finding.rule, finding.path, finding.subject, finding.pointer)
        text = "\0".join((*words, str(seen[words])))
        seen[words] += 1
        made.append(hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest())
    return made
