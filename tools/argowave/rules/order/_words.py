"""Words that the rules about order share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.manifest import WAVE_ANNOTATION
from argowave.order import Phase
from argowave.rules.rule import place

if TYPE_CHECKING:
    from argowave.gates import Dependency
    from argowave.gates.places import Spot
    from argowave.resources import Resource


def needs(dependency: Dependency, *, owners: bool) -> str:
    """Return the dependency in words: who needs what, of which Applications, and how much."""
    source, target = dependency.source, dependency.target
    reference = dependency.edge.reference
    theirs = place(target)
    if owners:
        theirs = f"{theirs}{_owner(target)}"
    how = "be ready" if dependency.must_be_ready else "exist"
    made = "" if dependency.edge.target is not None else f"{reference.wanted}, made by "
    mine = f"{source.subject}{_owner(source) if owners else ''}"
    return f"{mine} {reference.relation} {made}{theirs}, which must {how} first"


def where(spot: Spot | None) -> str:
    """Return a spot in words: wave 3, or phase PostSync, wave 0."""
    if spot is None:
        return "no wave"
    wave = f"wave {spot.wave}"
    return wave if spot.phase is Phase.SYNC else f"phase {spot.phase}, {wave}"


def wave_path(resource: Resource) -> tuple[str, ...]:
    """Return the path of a resource's wave, or of its metadata where it states none."""
    if WAVE_ANNOTATION in resource.manifest.annotations:
        return ("metadata", "annotations", WAVE_ANNOTATION)
    return ("metadata",)


def more(number: int, what: str = "reference") -> str:
    """Return words for what a finding stands for besides its example, "" for nothing."""
    if number < 1:
        return ""
    return f" ({number} more {what}{'s' if number > 1 else ''})"


def _owner(resource: Resource) -> str:
    application = resource.application
    return f" of Application/{application.name}" if application is not None else ""
