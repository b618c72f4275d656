"""(apiVersion, kind) → one self-contained JSON Schema, and where it came from.

```
crd ─▶ rules (CEL) ─┐
kubernetes ─────────┴▶ files (canonical, with a lock) ─▶ store (look-up) ─▶ strict
                                        locations: kubeconform's templates beside the store
```
"""

from argowave.schema.store_reading import Store, StoredSchema, open_store
from argowave.schema.strict import strict

__all__ = ["Store", "StoredSchema", "open_store", "strict"]
