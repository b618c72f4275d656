"""Rules that no schema can state: each a file, found by its name below its family's folder.

```
tree ─▶ scene (inventory, references, order) ─▶ every rule ─▶ verdict: findings, what is undecided
```
"""

from argowave.rules.rule import Rule, Undecided, at
from argowave.rules.run import Verdict, begin, judge
from argowave.rules.scene import Scene

__all__ = ["Rule", "Scene", "Undecided", "Verdict", "at", "begin", "judge"]
