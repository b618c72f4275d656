"""A text → one comment on a pull or merge request, posted once and updated from then on.

```
environment of a CI job ─▶ job ─▶ Thread (github, gitlab) ─▶ post ─▶ Posted
                                     └ calls (HTTP, JSON)
```
"""

from argowave.forge.job import find_thread
from argowave.forge.posting import Posted, post

__all__ = ["Posted", "find_thread", "post"]
