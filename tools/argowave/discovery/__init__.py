"""A repository without a stated root → the trees of its roots, one for each Argo CD instance.

In this order: the files that hold objects of Argo CD's (`candidates`), charts and kustomizations
that are applied by hand (`installed`), what no other one contains (`roots`), which of those are
for an Argo CD of their own (`groups`, `instances`), and what nobody applies (`unapplied`).
"""

from __future__ import annotations

from argowave.discovery.discover import discover_trees

__all__ = ["discover_trees"]
