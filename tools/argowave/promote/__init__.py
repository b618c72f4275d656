"""One environment's versions for another one: what that does, and then doing it.

```
promotion (versions, rendering) ─▶ trial (diff and lint, in a copy) ─▶ writing (all or nothing)
```
"""

from argowave.promote.promotion import Promotion, prepare
from argowave.promote.trial import Trial, try_out
from argowave.promote.writing import carry_out

__all__ = ["Promotion", "Trial", "carry_out", "prepare", "try_out"]
