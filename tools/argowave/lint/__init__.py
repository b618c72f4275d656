"""Environments → trees → validated manifests → findings and a summary.

```
tree ─▶ schemas  (every manifest)     ─┐
     └▶ scalars  (every file read)    ─┤
     └▶ lua      (scripts, argocd-cm) ─┴▶ findings ─▶ waivers ─▶ Report
```
"""

from __future__ import annotations

from argowave.lint.plots import Ground, Plot
from argowave.lint.reach import Watch
from argowave.lint.run import Linter, Report
from argowave.lint.stores import Stores
from argowave.lint.summary import EnvironmentSummary, incomplete, summarise

__all__ = [
    "EnvironmentSummary",
    "Ground",
    "Linter",
    "Plot",
    "Report",
    "Stores",
    "Watch",
    "incomplete",
    "summarise",
]
