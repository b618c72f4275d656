"""The phases and waves in which Argo CD syncs and prunes, exactly as its engine sorts them.

```
hooks (phases, delete policies) ─┐
waves ───────────────────────────┼▶ sequence ─▶ steps: phase, wave, resources in order
kinds (Argo CD's order of kinds) ┘
```
"""

from argowave.order.hooks import DeletePolicy, Phase, delete_policies, is_hook, is_skipped, phases
from argowave.order.sequence import Step, Task, prune_sequence, sequence
from argowave.order.waves import wave_of

__all__ = [
    "DeletePolicy",
    "Phase",
    "Step",
    "Task",
    "delete_policies",
    "is_hook",
    "is_skipped",
    "phases",
    "prune_sequence",
    "sequence",
    "wave_of",
]
