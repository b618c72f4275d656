"""A scene → its plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.rolling import rolling_steps
from argowave.gates import Order, automated
from argowave.gates.checks import NO_CHECK
from argowave.health.status import HealthStatus
from argowave.order import is_hook
from argowave.plan.model import Making, Object, Plan, Stage, Sync
from argowave.tree.application import application_spec, is_application

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.health.status import Health
    from argowave.resources import Resource
    from argowave.rules import Scene
    from argowave.tree import Application
    from argowave.tree.application import ApplicationSet


def build_plan(scene: Scene) -> Plan:
    """Return what Argo CD will do once the root file is applied."""
    return _Builder(scene).plan()


class _Builder:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._children = {id(each.manifest): each for each in scene.tree.applications}
        self._sets = {id(each.manifest): each for each in scene.tree.application_sets}
        self._needs: dict[int, dict[str, None]] = defaultdict(dict)  # by id of the object
        self._needed: dict[int, dict[str, None]] = defaultdict(dict)
        self._missing: dict[int, dict[str, None]] = defaultdict(dict)
        for dependency in scene.dependencies:
            comparison = dependency.comparison
            source, target = comparison.source, comparison.target
            if source is None or target is None or comparison.order is Order.OUTSIDE:
                continue
            self._needs[id(source)][target.subject] = None
            self._needed[id(target)][source.subject] = None
            for hole in scene.holes.of(dependency):
                if hole.certain:
                    self._missing[id(hole.link)][hole.cause] = None

    def plan(self) -> Plan:
        tree = self._scene.tree
        roots = [each for each in tree.applications if len(each.chain) == 1]
        by_hand = [each.subject for each in tree.entry if not is_application(each)]
        sets = [self._sets[id(each)] for each in tree.entry if id(each) in self._sets]
        return Plan(
            tree.environment,
            tuple(by_hand),
            tuple(self._sync(each) for each in roots),
            tuple(self._making(each) for each in sets),
        )

    def _making(self, holder: ApplicationSet) -> Making:
        spec = application_spec(holder.manifest)
        steps = rolling_steps(spec, holder.applications)
        taken = {name for step in steps for name in step.applications}
        children = (self._children.get(id(each)) for each in holder.applications)
        syncs = [self._sync(each) for each in children if each is not None]
        return Making(
            application_set=holder.name,
            notes=tuple(_notes(spec)),
            steps=steps,
            left_out=tuple(
                each.name for each in holder.applications if steps and each.name not in taken
            ),
            not_seen=tuple(f"{each.what}: {each.why}" for each in holder.not_checked),
            # with steps it is the controller that syncs, whatever the template says
            syncs=tuple(replace(each, automated=True) if steps else each for each in syncs),
        )

    def _sync(self, application: Application) -> Sync:
        stages = [
            Stage(
                step.phase.value,
                step.wave,
                tuple(self._object(task.resource) for task in step.tasks),
            )
            for step in self._scene.places.way_up(application)
        ]
        return Sync(
            application.name,
            application.namespace,
            automated(application_spec(application.manifest)) is not None,
            tuple(stages),
            tuple(f"{each.what}: {each.why}" for each in application.not_checked),
        )

    def _object(self, resource: Resource) -> Object:
        child = self._children.get(id(resource.manifest))
        holder = self._sets.get(id(resource.manifest))
        until, check = self._until(resource)
        return Object(
            subject=resource.subject,
            namespace=resource.namespace,
            file=resource.manifest.document.source,
            hook=is_hook(resource.manifest),
            until=until,
            check=check,
            needs=tuple(self._needs[id(resource)]),
            needed_by=tuple(self._needed[id(resource)]),
            missing=tuple(self._missing[id(resource)]),
            inside=self._sync(child) if child is not None else None,
            makes=self._making(holder) if holder is not None else None,
        )

    def _until(self, resource: Resource) -> tuple[str, str]:
        """Return what lets the next stage begin, and what decides it."""
        if is_application(resource.manifest):
            if self._scene.checks.settings is None:
                return "unknown", ""
            gate = self._scene.holes.gate
            check = gate.check if gate is not None else ""
            return ("Healthy", check) if check else ("applied", "")
        found = self._scene.checks.gate(resource)
        if found.passive or found.check == NO_CHECK or not _can_wait(found.says.values()):
            return "applied", ""
        return ("done" if is_hook(resource.manifest) else "Healthy"), found.check


def _can_wait(said: Iterable[Health | None]) -> bool:
    """Tell whether a check ever says anything but Healthy."""
    return any(each is not None and each.status is not HealthStatus.HEALTHY for each in said)


def _notes(spec: dict[str, Any]) -> Iterator[str]:
    """Say what an ApplicationSet does other than usual."""
    stated = spec.get("syncPolicy")
    policy = stated if isinstance(stated, dict) else {}
    never = _NEVER.get(str(policy.get("applicationsSync")))
    if never:
        yield f"never {never} its Applications"
    if policy.get("preserveResourcesOnDeletion") is True:
        yield "its Applications leave what they have applied behind"
    strategy = spec.get("strategy")
    if isinstance(strategy, dict) and strategy.get("deletionOrder") == "Reverse":
        yield "deletes its Applications from the last step to the first"


# applicationsSync, in utils/policy.go of Argo CD's applicationset
_NEVER: Final = {
    "create-only": "updates or deletes",
    "create-update": "deletes",
    "create-delete": "updates",
}
