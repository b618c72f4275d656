"""Gates: what makes a later wave wait for an earlier one, decided as Argo CD would decide it.

```
tree ─▶ settings (argocd-cm) ─▶ overrides (Lua by kind) ─┐
built_in (Argo CD's own checks) ─────────────────────────┼▶ checks ─▶ gate: what is said, moment
samples (an object from no status to ready) ─────────────┘            by moment; applications too
holes: what does not wait for a dependency although the order is right
edges ─▶ dependencies, places: which of two objects comes first, and whose steps decide
```
"""

from argowave.gates.applications import ApplicationGate, application_gate
from argowave.gates.built_in import is_crossplanes
from argowave.gates.checks import Checks, Gate
from argowave.gates.dependencies import Dependency, find_dependencies
from argowave.gates.holes import Hole, Holes
from argowave.gates.places import Comparison, Order, Places
from argowave.gates.release import Version, installed_release, installed_version
from argowave.gates.samples import Moment
from argowave.gates.settings import Settings, find_settings
from argowave.tree.application import automated

__all__ = [
    "ApplicationGate",
    "Checks",
    "Comparison",
    "Dependency",
    "Gate",
    "Hole",
    "Holes",
    "Moment",
    "Order",
    "Places",
    "Settings",
    "Version",
    "application_gate",
    "automated",
    "find_dependencies",
    "find_settings",
    "installed_release",
    "installed_version",
    "is_crossplanes",
]
