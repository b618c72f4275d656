"""An Application's manifests → the steps in which Argo CD applies them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from argowave.order.hooks import DELETING, Phase, is_hook, is_skipped, phases
from argowave.order.kinds import rank
from argowave.order.waves import wave_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from argowave.resources import Key, Resource

_ORDER = {phase: number for number, phase in enumerate(Phase)}


@dataclass(frozen=True, slots=True)
class Task:
    """One resource in one phase; the phase and wave may be those of what needs it."""

    resource: Resource
    phase: Phase
    wave: int

    @property
    def step(self) -> tuple[int, int]:
        """Where the task stands: (phase as a number, wave)."""
        return _ORDER[self.phase], self.wave


@dataclass(frozen=True, slots=True)
class Step:
    """One wave of one phase: everything in it is applied at once, in this order."""

    phase: Phase
    wave: int
    tasks: tuple[Task, ...]


def sequence(resources: Iterable[Resource]) -> tuple[Step, ...]:
    """Return the steps of a sync: phase, then wave, then kind, then name.

    syncTasks.Sort in gitops-engine/pkg/sync/sync_tasks.go, with its two adjustments: a Namespace
    moves to right before the first resource in it, and a CustomResourceDefinition to right before
    the first of its kind, wave and phase included. Of an object that is there twice the last one
    counts (NormalizeTargetObjects in controller/state.go).
    """
    tasks = [
        Task(resource, phase, wave_of(resource.manifest))
        for resource in _last_of_each(resources)
        for phase in phases(resource.manifest)
    ]
    tasks.sort(key=_place)
    last = [task for task in tasks if task.phase in DELETING]  # of no sync, so that nothing waits
    tasks = [task for task in tasks if task.phase not in DELETING]
    tasks = _brought_forward(tasks, _as_namespace, _namespace_needed)
    tasks = _brought_forward(tasks, _as_definition, _definition_needed) + last
    return tuple(
        Step(_PHASES[phase], wave, tuple(group))
        for (phase, wave), group in groupby(tasks, key=lambda task: task.step)
    )


def prune_sequence(resources: Iterable[Resource]) -> tuple[tuple[Resource, ...], ...]:
    """Return what is pruned together, one group after the other: the highest wave first.

    syncContext.getSyncTasks in gitops-engine/pkg/sync/sync_context.go: waves are reversed for
    what is pruned; hooks, and what is marked as skipped, are not pruned at all.
    """
    pruned = sorted(
        (
            each
            for each in resources
            if not is_hook(each.manifest) and not is_skipped(each.manifest)
        ),
        key=lambda resource: (-wave_of(resource.manifest), -rank(resource.kind), resource.name),
    )
    waves = groupby(pruned, key=lambda resource: wave_of(resource.manifest))
    return tuple(tuple(group) for _, group in waves)


_PHASES = {number: phase for phase, number in _ORDER.items()}


def _place(task: Task) -> tuple[int, int, int, str]:
    return (*task.step, rank(task.resource.kind), task.resource.name)


def _brought_forward(
    tasks: list[Task],
    provides: Callable[[Resource], str],
    needs: Callable[[Resource], str],
) -> list[Task]:
    """Move what provides something to right before the first task that needs it.

    adjustDeps in sync_tasks.go. Both functions give a key, "" for none; what provides something
    is never looked at as needing it.
    """
    if not any(provides(task.resource) for task in tasks):
        return tasks
    made: list[Task] = []
    first: dict[str, int] = {}
    for task in tasks:
        provided = provides(task.resource)
        if not provided:
            needed = needs(task.resource)
            if needed:
                first.setdefault(needed, len(made))
            made.append(task)
            continue
        index = first.get(provided)
        if index is None:
            made.append(task)
            continue
        made.insert(index, replace(task, phase=made[index].phase, wave=made[index].wave))
        first = {key: at + (at >= index) for key, at in first.items()}
    return made


def _last_of_each(resources: Iterable[Resource]) -> Iterable[Resource]:
    found: dict[Key | int, Resource] = {}
    for resource in resources:
        found[resource.key if "name" in resource.manifest.metadata else id(resource)] = resource
    return found.values()


def _as_namespace(resource: Resource) -> str:
    return resource.name if resource.kind == "Namespace" and not resource.group else ""


def _namespace_needed(resource: Resource) -> str:
    """Return the namespace that a task carries: what is cluster-scoped gets the destination's.

    getSyncTasks in sync_context.go fills it in for whatever has none.
    """
    application = resource.application
    return resource.namespace or (application.namespace if application is not None else "")


def _as_definition(resource: Resource) -> str:
    if resource.kind != "CustomResourceDefinition" or resource.group != "apiextensions.k8s.io":
        return ""
    group, kind = resource.text("spec", "group"), resource.text("spec", "names", "kind")
    return f"{group}/{kind}" if group and kind else ""


def _definition_needed(resource: Resource) -> str:
    return f"{resource.group}/{resource.kind}"
