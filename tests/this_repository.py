"""This repository, as Argo CD and the toolchain see it, to be copied and broken."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = ("apps", "infra", "workloads", "environments")


def copy_repository(folder: Path, *, settings: bool = False) -> Path:
    """Copy everything that environments are made of into a folder, and return the folder.

    Args:
        folder: where to; it is made.
        settings: with pyproject.toml, which holds waivers and what may differ.
    """
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    if settings:
        shutil.copy(ROOT / "pyproject.toml", folder)
    return folder
