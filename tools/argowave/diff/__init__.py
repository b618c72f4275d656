"""Two states of a repository → what changes in each environment, and what that does.

```
revisions (git objects → a folder) ─┐
states (both trees, what is the same left out) ─▶ compare ─▶ changes ─▶ effects ─▶ report
```
"""

from argowave.diff.changes import Change, FieldChange, How
from argowave.diff.compare import compare
from argowave.diff.effects import Effect, Weight, effects_of

__all__ = ["Change", "Effect", "FieldChange", "How", "Weight", "compare", "effects_of"]
