"""A source and its folder → Kustomize, Helm, Directory or Plugin, as Argo CD decides."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.sources.source import Source

# util/kustomize/kustomize.go, KustomizationNames
KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


class AmbiguousTypeError(ValueError):
    """A source states more than one type."""


def detect_type(source: Source, folder: Path, *, linked: bool = False) -> str:
    """Return the source's type: what it states, or else what the folder holds.

    Follows GetAppSourceType and discovery.AppType: a file whose name ends in Chart.yaml makes a
    chart, a kustomization file makes Kustomize, and when both are there the later name in lexical
    order wins; everything else is a plain directory, and so is a link to a folder, into which
    filepath.Walk does not go. Plugins that discover folders by themselves cannot be seen from here.

    Args:
        source: what is stated.
        folder: its path, absolute.
        linked: whether it is a link to one in the repository.

    Raises:
        AmbiguousTypeError: the source states several types, which Argo CD refuses.
    """
    if len(source.explicit_types) > 1:
        message = f"the source is {' and '.join(source.explicit_types)} at once"
        raise AmbiguousTypeError(message)
    if source.explicit_types:
        return source.explicit_types[0]
    found = "Directory"
    if linked:
        return found
    with os.scandir(folder) as entries:
        names = sorted(each.name for each in entries if not each.is_dir(follow_symlinks=False))
    for name in names:
        if name.endswith("Chart.yaml"):
            found = "Helm"
        elif name in KUSTOMIZATION_NAMES:
            found = "Kustomize"
    return found


def folders_for_files(folder: Path) -> list[str]:
    """Return the folders in another one whose names promise a chart or a kustomization."""
    names = ("Chart.yaml", *KUSTOMIZATION_NAMES)
    return [name for name in names if os.path.isdir(f"{folder}/{name}")]  # noqa: PTH112 (many)
