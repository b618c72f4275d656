"""A tree → Argo CD's own settings (argocd-cm) as it would apply them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.tree.argocd_cm import pieces_of_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.tree import Tree
    from argowave.tree.argocd_cm import Origin


@dataclass(frozen=True, slots=True)
class Settings:
    """What argocd-cm holds, the pieces laid over one another."""

    data: Mapping[str, str]
    origins: Mapping[str, Origin]  # of each key, where the piece stands that states it
    last: Origin  # of the piece that came last
    is_patch: bool = False  # whatever it does not state stays as Argo CD's makers publish it

    def origin(self, key: str) -> Origin:
        """Return where a key is stated, or would be added."""
        return self.origins.get(key, self.last)


def find_settings(tree: Tree) -> Settings | None:
    """Return Argo CD's settings, None where the tree does not hold them.

    The base of a patch is taken to be Argo CD's published one, without a health check.
    """
    pieces = pieces_of_tree(tree)
    if not pieces:
        return None
    data: dict[str, str] = {}
    origins: dict[str, Origin] = {}
    for piece in pieces:
        for key, value in piece.data.items():
            if value is not None:
                data[key] = _text(value)
                origins[key] = piece.origin
    is_patch = all(piece.is_patch for piece in pieces)
    return Settings(data, origins, pieces[-1].origin, is_patch)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):  # configs.cm of the chart may hold YAML instead of a text
        from argowave.yamlio.write import dump  # noqa: PLC0415 (hardly anybody does)

        return dump(value)
    return str(value)
