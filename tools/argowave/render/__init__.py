"""Templates and environments → environments/<env>/rendered/.

```
templates (find) ─▶ engine (jinja2) ─▶ rendering (path → text, checked) ─▶ plan (what changes)
                                                                        └▶ write (all or nothing)
```
"""

from argowave.render.plan import Change, Plan, plan_changes
from argowave.render.rendering import Rendering, render_environment
from argowave.render.templates import Template, find_templates
from argowave.render.write import apply_plans

__all__ = [
    "Change",
    "Plan",
    "Rendering",
    "Template",
    "apply_plans",
    "find_templates",
    "plan_changes",
    "render_environment",
]
