"""What makes an object one and the same."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """One object of one cluster; versions of a group are the same object."""

    cluster: str  # the destination's server URL, in-cluster for the one that Argo CD runs in
    group: str
    kind: str
    namespace: str  # "" for what is cluster-scoped
    name: str

    def __str__(self) -> str:
        """Return Kind/name, with the namespace where there is one."""
        place = f" in namespace {self.namespace}" if self.namespace else ""
        return f"{self.kind}/{self.name}{place}"
