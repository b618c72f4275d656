"""Whether a repository is laid out as `render` wants it; a folder `environments` alone says little.

Many repositories keep overlays, values or Applications in a folder of that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_SIGNS: Final = ("schema.json", "base.yaml", "*/environment.yaml")
_ENOUGH: Final = 2  # so that one may be missing, which is a fault then, or be somebody else's


def has_environments(repository: Path) -> bool:
    """Tell whether `environments` holds what `argowave.environment` reads, or most of it."""
    folder = repository / "environments"
    # a link to nowhere counts: that is a fault of its own
    return sum(any(folder.glob(each)) for each in _SIGNS) >= _ENOUGH
