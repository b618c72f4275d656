"""A plan → text for people."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from argowave.order import Phase
from argowave.report.lines import reasons_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.plan.model import Making, Object, Plan, Stage, Sync

_INDENT = "  "


def write_plan(plan: Plan) -> Iterator[str]:
    """Give the plan line by line: Applications, their waves, and what each wave waits for."""
    yield from reasons_once(_write(plan))


def _write(plan: Plan) -> Iterator[str]:
    yield plan.environment
    if plan.by_hand:
        yield f"applied by hand: {', '.join(plan.by_hand)}"
    for sync in plan.roots:
        yield f"Application/{sync.application}"
        yield from _sync(sync, _INDENT)
    for making in plan.makes:
        yield f"ApplicationSet/{making.application_set}"
        yield from _making(making, _INDENT)


def stage_name(stage: Stage) -> str:
    """Return a stage's name: wave 3, or PostSync wave 0."""
    phase = "" if stage.phase == Phase.SYNC else f"{stage.phase} "
    return f"{phase}wave {stage.wave}"


def _sync(sync: Sync, indent: str) -> Iterator[str]:
    if not sync.automated:
        yield f"{indent}(synced by hand)"
    for note in sync.not_seen:
        yield f"{indent}(not looked into: {note})"
    for number, stage in enumerate(sync.stages):
        yield f"{indent}{stage_name(stage)}"
        for each in stage.objects:
            yield from _object(each, indent + _INDENT)
        if number + 1 < len(sync.stages):
            yield from _waits(stage, indent + _INDENT)


def _object(entry: Object, indent: str) -> Iterator[str]:
    needs = f" after {', '.join(entry.needs)}" if entry.needs else ""
    if entry.inside is None:
        yield f"{indent}{entry.subject}{needs}"
        if entry.makes is not None:
            yield from _making(entry.makes, indent + _INDENT)
        return
    into = f" into {entry.inside.namespace}" if entry.inside.namespace else ""
    yield f"{indent}{entry.subject}{into}{needs}"
    yield from _sync(entry.inside, indent + _INDENT)


def _making(making: Making, indent: str) -> Iterator[str]:
    for note in making.notes:
        yield f"{indent}({note})"
    for note in making.not_seen:
        yield f"{indent}(not looked into: {note})"
    syncs = {each.application: each for each in making.syncs}
    if not making.steps:
        yield from _made(making.syncs, indent)
        return
    for number, step in enumerate(making.steps, 1):
        pace = f", at most {step.at_once} at once" if step.at_once else ""
        yield f"{indent}step {number}: {step.labels}{pace}"
        yield from _made([syncs[name] for name in step.applications if name in syncs], indent)
        if number < len(making.steps):
            yield f"{indent}{_INDENT}└ then waits until all of them are Healthy"
    if making.left_out:
        yield f"{indent}in no step, so synced by hand"
        yield from _made([syncs[name] for name in making.left_out if name in syncs], indent)


def _made(syncs: Iterable[Sync], indent: str) -> Iterator[str]:
    for sync in syncs:
        into = f" into {sync.namespace}" if sync.namespace else ""
        yield f"{indent}{_INDENT}Application/{sync.application}{into}"
        yield from _sync(sync, indent + 2 * _INDENT)


def _waits(stage: Stage, indent: str) -> Iterator[str]:
    unknown = [each.subject for each in stage.objects if each.until == "unknown"]
    if unknown:
        why = "argocd-cm is not in the tree"
        yield f"{indent}└ whether it waits for {', '.join(unknown)} is not known: {why}"
    waited = [each for each in stage.objects if each.until not in ("applied", "unknown")]
    for (until, check), grouped in groupby(waited, key=lambda each: (each.until, each.check)):
        several = [each.subject for each in grouped]
        whole = len(several) == len(stage.objects)
        names = "all of it" if whole and len(several) > 1 else ", ".join(several)
        verb = "is" if len(several) == 1 or whole else "are"
        yield f"{indent}└ then waits until {names} {verb} {until}, by {check}"
    for each in stage.objects:
        for cause in each.missing:
            wanted = ", ".join(each.needed_by)
            yield f"{indent}└ NO GATE: {each.subject} {cause}; it is needed by {wanted}"
