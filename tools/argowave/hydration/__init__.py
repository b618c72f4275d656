"""What Argo CD's source hydrator has pushed to branches, as this clone has them.

```
an Application with spec.sourceHydrator ─▶ branch in git's objects ─▶ its manifests
                                        └▶ what the dry source gives here ─▶ what differs
```
"""

from argowave.hydration.branch import Branch, BranchReader
from argowave.hydration.differing import differing
from argowave.hydration.stated import Hydrator, hydrator_of

__all__ = ["Branch", "BranchReader", "Hydrator", "differing", "hydrator_of"]
