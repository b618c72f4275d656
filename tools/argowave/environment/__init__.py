"""environments/ → frozen `Environment`s, checked against environments/schema.json.

```
files (read, merge) ─▶ check (schema, words) ─▶ derived (names, ARNs, endpoint) ─▶ Environment
```
"""

from argowave.environment.load import (
    Environment,
    changed_environment,
    environment_files,
    environment_names,
    load_environments,
    unknown_environment,
)

__all__ = [
    "Environment",
    "changed_environment",
    "environment_files",
    "environment_names",
    "load_environments",
    "unknown_environment",
]
