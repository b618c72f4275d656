"""Findings that were there before: written once, passed over from then on, and only shrinking.

```
findings ─▶ baseline_of ─▶ write_baseline ─▶ FILE ─▶ read_baseline ─▶ apply_baseline ─▶ new ones
```
"""

from argowave.baseline.compare import apply_baseline, baseline_of
from argowave.baseline.entry import Baseline, Known
from argowave.baseline.reading import read_baseline
from argowave.baseline.writing import write_baseline

__all__ = [
    "Baseline",
    "Known",
    "apply_baseline",
    "baseline_of",
    "read_baseline",
    "write_baseline",
]
