"""A tree and the versions that it is to be upgraded to → the first one that breaks, per object.

```
targets (what was asked for) ─┐
kubernetes, definitions, argocd (findings of one target) ─▶ breaks ─▶ report
```
"""

from argowave.upgrade.breaks import Break, Upgrade
from argowave.upgrade.check import Candidates, check_upgrade

__all__ = ["Break", "Candidates", "Upgrade", "check_upgrade"]
