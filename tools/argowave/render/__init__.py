"""Templates and environments → environments/<env>/rendered/.

```
templates (find) ─▶ engine (jinja2) ─▶ rendering (path → text, judged) ─▶ plan (what changes)
                                                                       └▶ write (all or nothing)
```

A template sees `env` (what the environment's files say, and its name), `names`, `arns`,
`queue_urls`, `endpoint` (None on real AWS) and `file("beside/it.lua")`; it filters with
`quote`, `yaml`, `json` and `compact_json`, all four as Go reads YAML, and what jinja2 has.
"""

from argowave.render.plan import Change, Plan, plan_changes
from argowave.render.rendering import Renderer, Rendering, open_renderer
from argowave.render.templates import Template, find_templates
from argowave.render.write import apply_plans, only_one

__all__ = [
    "Change",
    "Plan",
    "Renderer",
    "Rendering",
    "Template",
    "apply_plans",
    "find_templates",
    "only_one",
    "open_renderer",
    "plan_changes",
]
