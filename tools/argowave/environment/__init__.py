"""environments/ → frozen `Environment`s, checked against environments/schema.json.

```
files (read, merge) ─▶ check (schema, words) ─▶ derived (names, ARNs, endpoint) ─▶ Environment
```
"""

from argowave.environment.load import Environment, environment_names, load_environments

__all__ = ["Environment", "environment_names", "load_environments"]
