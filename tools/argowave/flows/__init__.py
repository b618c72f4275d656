"""A running pipeline → what each check sees of it, and findings for what is not as declared.

```
manifests, or the cluster's objects ─▶ declared ─┐
target (endpoint, key, region) ─▶ aws ───────────┼▶ scene ─▶ checks (one a file) ─▶ run ─▶ results
kubectl, service account, URL ─▶ kubernetes ─────┘                 deadlines, retries
```
"""

from argowave.flows.declared import Declared, from_inventory, from_objects
from argowave.flows.result import Result, Status
from argowave.flows.run import run_checks
from argowave.flows.scene import Scene

__all__ = [
    "Declared",
    "Result",
    "Scene",
    "Status",
    "from_inventory",
    "from_objects",
    "run_checks",
]
