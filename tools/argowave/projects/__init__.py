"""AppProjects: what Argo CD lets their Applications take, where to, and which objects.

```
spec.sourceRepos ───────────────────▶ permits_source
spec.destinations ──────────────────▶ permits_destination
spec.{cluster,namespace}Resource… ──▶ permits_kind
```
"""

from argowave.projects.destinations import Destination, permits_destination, unsure_destination
from argowave.projects.kinds import permits_kind
from argowave.projects.sources import permits_source

__all__ = [
    "Destination",
    "permits_destination",
    "permits_kind",
    "permits_source",
    "unsure_destination",
]
