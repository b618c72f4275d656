"""A repository without an Application in YAML → the jsonnet that may make some."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.files.regular import content_of
from argowave.files.slashes import relpath

if TYPE_CHECKING:
    from argowave.tree.surroundings import Surroundings

_MARK: Final = re.compile(rb"""kind["']?\s*:\s*["']Application(?:Set)?["']""")


def jsonnet_with_applications(surroundings: Surroundings) -> str:
    """Return the jsonnet nearest to the top that holds an Application, "" where none does.

    One that is called root goes before its neighbours.
    """
    repository = surroundings.repository
    found = [
        relpath(Path(folder, name), repository)
        for folder, _, names in surroundings.walk()
        for name in names
        if name.endswith(".jsonnet") and _MARK.search(content_of(Path(folder, name)))
    ]
    return min(found, key=lambda path: ("root" not in path, path.count("/"), path), default="")
