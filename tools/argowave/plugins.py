"""What is installed, and which packages bring rules, without importing anything.

`importlib.metadata` would take longer than the rest of a run that finds nothing changed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUP: Final = "argowave.rules"  # of entry points


def installed_version(package: str) -> str:
    """Return a package's version, or what else its metadata folder is called by.

    Args:
        package: its name as on PyPI.

    Raises:
        importlib.metadata.PackageNotFoundError: it is not installed.
    """
    start = f"{package.replace('-', '_')}-"
    for folder in dict.fromkeys(sys.path):
        for name in _metadata_names(folder):
            if name.lower().startswith(start):
                return name.removesuffix(".dist-info")[len(start) :]
    from importlib.metadata import version  # noqa: PLC0415 (takes longer than the rest: see above)

    return version(package)


def packages_with_rules(folders: Sequence[str] | None = None) -> tuple[Path, ...]:
    """Return the metadata folders (name-1.0.dist-info) of packages that bring rules.

    Args:
        folders: where packages are installed; None for those that Python looks in.
    """
    found: dict[Path, None] = {}
    for folder in dict.fromkeys(sys.path if folders is None else folders):
        for name in _metadata_names(folder):
            info = Path(folder, name)
            if GROUP in _entry_points(info):
                found[info] = None
    return tuple(found)


def _metadata_names(folder: str) -> list[str]:
    """Return the names of the metadata folders in one that Python looks in, in order."""
    try:
        with os.scandir(folder or ".") as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:  # a zip, or nothing
        return []
    return [name for name in names if name.endswith((".dist-info", ".egg-info"))]


def _entry_points(info: Path) -> str:
    try:
        return (info / "entry_points.txt").read_text("utf-8", "replace")
    except OSError:
        return ""
