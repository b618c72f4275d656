"""Environments → what differs between them though nothing says that it may.

```
keys (what may differ, and what differs) ─▶ stand-in (the first environment, given what of the
other one may differ) ─▶ likeness (names of environments taken out) ─▶ surprises ─▶ findings
```
"""

from argowave.parity.check import Parity, check_parity, check_roots

__all__ = ["Parity", "check_parity", "check_roots"]
