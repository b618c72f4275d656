"""rolling-sync: steps of an ApplicationSet that Argo CD passes over, or that leave some out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.applicationsets.rolling import rolling_steps
from argowave.finding import Severity
from argowave.rules.rule import Rule, Undecided, at
from argowave.typed import as_mapping
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from argowave.applicationsets.rolling import RollingStep
    from argowave.finding import Finding
    from argowave.manifest import Manifest
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.tree.application import ApplicationSet

_STRATEGY: Final = ("spec", "strategy")
_STEPS: Final = (*_STRATEGY, "rollingSync", "steps")
_TYPE: Final = "RollingSync"
_FEW: Final = 3


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give errors for what Argo CD passes over, and warnings for steps that leave something out.

    IsRollingSyncStrategy, buildAppDependencyList and SyncDesiredApplications in Argo CD's
    applicationset/progressivesync: with steps the controller takes automated syncs away and syncs
    what is in a step, so that what is in none waits for a person.
    """
    holders = {id(each.manifest): each for each in scene.tree.application_sets}
    for resource in scene.inventory.of_kind("argoproj.io", "ApplicationSet"):
        steps = resource.items(*_STEPS)
        if not steps:
            continue
        stated = resource.text(*_STRATEGY, "type")
        if stated not in (_TYPE, "AllAtOnce"):
            yield _passed_over(resource, stated)
        if stated != _TYPE:
            continue
        yield from _operators(resource, len(steps))
        holder = holders.get(id(resource.manifest))
        if holder is not None:
            yield from _left_out(resource, holder)


def _passed_over(resource: Resource, stated: str) -> Finding:
    what = f"knows no strategy {stated}" if stated else "passes over steps without a strategy"
    message = f"Argo CD {what} and syncs all Applications at once; write type: {_TYPE}"
    return at(resource, (*_STRATEGY, "type") if stated else _STRATEGY, message)


def _operators(resource: Resource, steps: int) -> Iterator[Finding]:
    for step in range(steps):
        expressions = (*_STEPS, step, "matchExpressions")
        for index in range(len(resource.items(*expressions))):
            path = (*expressions, index, "operator")
            operator = resource.text(*path)
            if operator not in ("In", "NotIn"):
                message = f"a step knows the operators In and NotIn, and not {operator or 'none'}"
                yield at(resource, path if operator else path[:-1], message)


def _left_out(resource: Resource, holder: ApplicationSet) -> Iterator[Finding | Undecided]:
    steps = rolling_steps(resource.body["spec"], holder.applications)
    taken = {name for step in steps for name in step.applications}
    left = [each.name for each in holder.applications if each.name not in taken]
    empty = [index for index, step in enumerate(steps) if not step.applications]
    if holder.not_checked:
        if empty:
            yield Undecided(f"{resource.subject}, its steps", holder.not_checked[0].why)
    elif holder.applications and not _is_faulty(holder):
        if not taken:
            yield _warning(resource, _STEPS, _nothing(steps, holder))
            return
        for index in empty:
            labels = steps[index].labels
            message = f"the step is for {labels}, and no Application of the set is left for it"
            yield _warning(resource, (*_STEPS, index), message)
    if left:
        names = ", ".join(left[:_FEW]) + (f" and {len(left) - _FEW} more" if left[_FEW:] else "")
        message = f"no step takes {names}, so that Argo CD never syncs it by itself"
        yield _warning(resource, _STEPS, f"{message}; add a step, or sync by hand")


def _nothing(steps: Sequence[RollingStep], holder: ApplicationSet) -> str:
    """Return what is wrong where no step at all takes anything: it is the labels then."""
    has = {f"{key}={text}" for each in holder.applications for key, text in _labels(each).items()}
    labels = f"the labels {first_few(sorted(has), _FEW)}" if has else "no labels"
    stated = "; ".join(each.labels for each in steps)
    return (
        f"no step takes an Application of the set, so that Argo CD syncs none by itself: they have "
        f"{labels}, and the steps are for {stated}"
    )


def _labels(application: Manifest) -> Mapping[str, object]:
    return as_mapping(application.metadata.get("labels"))


def _is_faulty(holder: ApplicationSet) -> bool:
    """Tell whether an error of the set may have kept an Application from a step."""
    return any(each.severity is Severity.ERROR for each in holder.findings)


def _warning(resource: Resource, path: tuple[str | int, ...], message: str) -> Finding:
    return replace(at(resource, path, message), severity=Severity.WARNING)


RULE = Rule(
    name="rolling-sync",
    summary="steps of an ApplicationSet that Argo CD passes over, or that leave some out",
    why=(
        "Steps count with the strategy RollingSync alone. With it, Argo CD takes automated syncs "
        "away from all Applications of the set and syncs those of one step after the other; an "
        "Application whose labels no step matches is never synced until somebody does it by hand."
    ),
    mend=(
        "Write type: RollingSync, the operators In and NotIn, and values that the labels in the "
        "template really have; end with a step that takes what is left (NotIn)."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/",
    check=check,
)
