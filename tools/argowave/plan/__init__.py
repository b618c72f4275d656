"""A scene → what Argo CD will do, wave by wave over the whole tree, and what each wave waits for.

```
scene (steps, health checks, dependencies, holes) ─▶ build ─▶ Plan ─▶ text, mermaid
```
"""

from argowave.plan.build import build_plan
from argowave.plan.mermaid import draw_mermaid
from argowave.plan.model import Object, Plan, Stage, Sync
from argowave.plan.text import write_plan

__all__ = ["Object", "Plan", "Stage", "Sync", "build_plan", "draw_mermaid", "write_plan"]
