"""(apiVersion, kind) → one self-contained JSON Schema, and where it came from.

```
cel ─▶ rules ─▶ structural ─▶ crd ─▶ sharing ─┐
refinements ─────────────▶ kubernetes ────────┴▶ files (canonical, with a lock)
files ─▶ definitions ─▶ store_reading (look-up) ─▶ strict
                         locations: kubeconform's templates beside the store
```
"""

from argowave.schema.own import with_own_store
from argowave.schema.refinements import GRAMMARS
from argowave.schema.store_reading import Store, StoredSchema, open_store, served_versions
from argowave.schema.strict import strict

__all__ = [
    "GRAMMARS",
    "Store",
    "StoredSchema",
    "open_store",
    "served_versions",
    "strict",
    "with_own_store",
]
