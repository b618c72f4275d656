"""ApplicationSets: which Applications Argo CD would make of them.

```
generators ─▶ transform ─▶ elements ─▶ template (renderer: Go templates or {{name}}) ─▶ checks
```

What makes the Applications is in `generate`, which is loaded where there is an ApplicationSet.
"""

from argowave.applicationsets.kind import is_application_set
from argowave.applicationsets.outside import Outside, read_outside
from argowave.applicationsets.surroundings import SetSurroundings
from argowave.applicationsets.workingtree import WorkingTree

__all__ = [
    "Outside",
    "SetSurroundings",
    "WorkingTree",
    "is_application_set",
    "read_outside",
]
