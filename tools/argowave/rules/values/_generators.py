"""Files of values that git generators read as well.

What no template reads in them may be for the ApplicationSet: a namespace, a version of the chart.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from argowave.applicationsets.faults import Fault, Unknown
from argowave.applicationsets.pathspecs import pathspec
from argowave.typed import as_list, as_mapping, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from argowave.rules.scene import Scene


def read_by_generators(scene: Scene, files: Iterable[Path]) -> set[Path]:
    """Return those of the files that a git generator of the tree takes."""
    taken = []
    for each in scene.tree.application_sets:
        for pattern in _patterns(each.manifest.body.get("spec")):
            with suppress(Fault, Unknown):  # the ApplicationSet has a finding, or is named
                taken.append(pathspec(pattern))
    return {
        path
        for path in (files if taken else ())
        if any(takes(path.relative_to(scene.repository).as_posix()) for takes in taken)
    }


def _patterns(value: Any) -> Iterator[str]:  # noqa: ANN401 (any JSON value)
    """Give the paths of files that git generators name, however deep they stand."""
    if isinstance(value, dict):
        for entry in as_list(as_mapping(value.get("git")).get("files")):
            if path := as_text(as_mapping(entry).get("path")):
                yield path
    for each in value.values() if isinstance(value, dict) else as_list(value):
        yield from _patterns(each)
