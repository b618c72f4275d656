"""Managed resources → real resources, the way the AWS provider makes them and reports on it.

```
managed (group, region, parameters) ─┐
config (key, endpoint) ──────────────┼▶ reconcile ─▶ conditions, in the provider's order
references, selectors ───────────────┘      └▶ kinds: one file for each kind
```
"""

from argowave.rehearse.provider.reconcile import Provider

__all__ = ["Provider"]
