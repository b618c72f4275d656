"""Which kinds --skip and --reject mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Selection:
    """Some kinds, each named as `Kind` or as `group/version/Kind` (`v1/Secret` for the core)."""

    names: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Selection:
        """Return the selection that `words`, each a name or several with commas, stand for."""
        names = (name.strip() for word in words for name in word.split(","))
        return cls(frozenset(name for name in names if name))

    def has(self, api_version: str, kind: str) -> bool:
        """Tell whether a kind is selected; upper and lower case differ, as in kubeconform."""
        return bool(self.names) and (kind in self.names or f"{api_version}/{kind}" in self.names)
