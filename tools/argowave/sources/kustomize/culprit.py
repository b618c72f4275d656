"""A build that failed → the field of the Application that it failed for, where one did it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.sources.source import KustomizeOptions

Path = tuple[str | int, ...]

# what Argo CD changes one after the other (Build in util/kustomize/kustomize.go, argo-cd v3.5.7),
# each with how the options here call it
_FIELDS: Final = (
    ("namePrefix", "name_prefix"),
    ("nameSuffix", "name_suffix"),
    ("images", "images"),
    ("replicas", "replicas"),
    ("commonLabels", "common_labels"),
    ("commonAnnotations", "common_annotations"),
    ("namespace", "namespace"),
    ("patches", "patches"),
    ("components", "components"),
)
_PAIRS: Final = frozenset(("commonLabels", "commonAnnotations"))


def culprit(
    options: KustomizeOptions, fault_of: Callable[[KustomizeOptions], str]
) -> tuple[Path, str] | None:
    """Return the path below `kustomize` with which a build begins to fail, and what was said.

    Args:
        options: what cannot be built.
        fault_of: why some of the options cannot be built, "" where they can.

    Returns:
        None where the kustomization cannot be built as it stands.
    """
    steps = _steps(options)
    if len(steps) == 1 or fault_of(steps[0][1]):
        return None
    well, bad, said = 0, len(steps) - 1, fault_of(options)
    while bad - well > 1:
        middle = (well + bad) // 2
        if fault := fault_of(steps[middle][1]):
            bad, said = middle, fault
        else:
            well = middle
    return steps[bad][0], said


def _steps(options: KustomizeOptions) -> list[tuple[Path, KustomizeOptions]]:
    """Return ever more of the options, and what each step adds; the first one has nothing."""
    nothing = {attribute: type(getattr(options, attribute))() for _, attribute in _FIELDS}
    given = replace(options, **nothing)
    steps: list[tuple[Path, KustomizeOptions]] = [((), given)]
    for field, attribute in _FIELDS:
        stated: Any = getattr(options, attribute)
        if isinstance(stated, str):
            further: list[tuple[Path, Any]] = [((field,), stated)] if stated else []
        else:
            further = [
                ((field, entry[0] if field in _PAIRS else number), stated[: number + 1])
                for number, entry in enumerate(stated)
            ]
        for path, value in further:
            given = replace(given, **{attribute: value})
            steps.append((path, given))
    return steps
