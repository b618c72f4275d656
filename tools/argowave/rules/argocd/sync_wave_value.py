"""sync-wave-value: a sync wave that is no integer in quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.manifest import WAVE_ANNOTATION
from argowave.order.waves import HELM_WEIGHT, read_integer
from argowave.rules.argocd._annotations import annotation
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_NAMES: Final = (WAVE_ANNOTATION, HELM_WEIGHT)


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each wave or weight that Argo CD does not read as it stands."""
    for resource in scene.inventory.resources:
        annotations = resource.manifest.annotations
        for name in _NAMES:
            if name in annotations and (wrong := _fault(annotations[name])):
                yield at(resource, annotation(name), wrong)


def _fault(value: object) -> str:
    if read_integer(value) is not None:
        return ""
    if isinstance(value, str):
        return f'"{value}" is no integer, so that Argo CD takes it for wave 0; write one in quotes'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (
            f"the number {value} is no text, so that Argo CD cannot compare the Application; "
            f'write "{value}"'
        )
    return "is no text, so that Argo CD cannot compare the Application; write an integer in quotes"


RULE = Rule(
    name="sync-wave-value",
    summary="a sync wave that is no integer in quotes",
    why=(
        "A text that is no integer silently counts as wave 0. A number without quotes is no "
        "annotation at all: the comparison of the whole Application fails, and its health "
        "stays Healthy all the same."
    ),
    mend='Write an integer in quotes: argocd.argoproj.io/sync-wave: "1".',
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/",
    check=check,
)
