"""ApplicationSets: which Applications Argo CD would make of them.

```
generators ─▶ transform ─▶ elements ─▶ template (renderer: Go templates or {{name}}) ─▶ checks
```
"""

from argowave.applicationsets.generate import (
    Generation,
    generate_applications,
    is_application_set,
)
from argowave.applicationsets.outside import Outside, read_outside
from argowave.applicationsets.rolling import RollingStep, rolling_steps
from argowave.applicationsets.surroundings import SetSurroundings
from argowave.applicationsets.workingtree import WorkingTree

__all__ = [
    "Generation",
    "Outside",
    "RollingStep",
    "SetSurroundings",
    "WorkingTree",
    "generate_applications",
    "is_application_set",
    "read_outside",
    "rolling_steps",
]
