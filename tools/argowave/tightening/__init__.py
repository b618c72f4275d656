"""A tree → the tightest AppProjects that still admit it.

```
needs (what each project is asked for) ─▶ minimal (a spec with that and no more) ─▶ proof
```
"""

from argowave.tightening.minimal import Tightened, tighten
from argowave.tightening.needs import Kind, Needs, needs_of
from argowave.tightening.proof import unmet

__all__ = ["Kind", "Needs", "Tightened", "needs_of", "tighten", "unmet"]
