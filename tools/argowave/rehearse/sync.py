"""One Application's sync operation, wave by wave, as Argo CD runs it.

Seen on Argo CD 3.5.1 and read in gitops-engine/pkg/sync/sync_context.go: a wave is applied at
once; the next one waits until everything in it is Healthy or has no health check; Degraded fails
the operation, which is then tried again; the operation does not wait for its last wave; PostSync
hooks start when everything else is Healthy. The two seconds between waves are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argowave.health import Health, HealthStatus
from argowave.order import DeletePolicy, Phase, delete_policies, is_hook, sequence
from argowave.rehearse.health import aggregate, health_of
from argowave.rehearse.timeline import Event

if TYPE_CHECKING:
    from argowave.order import Step, Task
    from argowave.rehearse.cluster import Cluster, LiveObject
    from argowave.rehearse.crossplane import Crossplane
    from argowave.rehearse.settings import Settings
    from argowave.rehearse.timeline import Timeline
    from argowave.resources import Resource
    from argowave.tree import Application

RETRY = 0.3  # seconds until a failed operation is tried again; the policies say 10 and more
_PASSED = {HealthStatus.HEALTHY, None}
_PHASES = (Phase.PRE_SYNC, Phase.SYNC, Phase.POST_SYNC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every operation works with."""

    cluster: Cluster
    crossplane: Crossplane
    settings: Settings
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Leak:
    """A wave that opened although something in an earlier one was not there yet."""

    wave: int
    opened: Resource
    missing: Resource
    why: str


@dataclass(slots=True)
class Operation:
    """The sync of one Application."""

    application: Application
    around: Surroundings
    steps: tuple[Step, ...]
    position: int = 0
    applied: bool = False  # whether the step at `position` was
    phase: str = "Running"  # Running, Succeeded, Failed
    message: str = ""
    retries: int = 0
    next_try: float = 0
    live: dict[int, LiveObject] = field(default_factory=dict)  # id of the resource → object
    leaks: list[Leak] = field(default_factory=list)

    def step(self, now: float) -> None:
        """Go as far as the health of what is applied allows."""
        if self.phase == "Failed" and now >= self.next_try:
            self.phase, self.position, self.applied = "Running", 0, False
            self.retries += 1
        while self.phase == "Running" and self._advance(now):
            pass
        self._observe(now)

    @property
    def health(self) -> Health:
        """The Application's own health, the worst of its resources'."""
        alive = [each for each in self.live.values() if not is_hook(each.resource.manifest)]
        return aggregate([health_of(each, self.around.settings) for each in alive])

    @property
    def is_synced(self) -> bool:
        """Whether everything but hooks is applied."""
        tasks = [task for step in self.steps for task in step.tasks]
        return all(
            id(task.resource) in self.live or self._is_excluded(task.resource)
            for task in tasks
            if not is_hook(task.resource.manifest)
        )

    def _advance(self, now: float) -> bool:
        """Apply the current step, or pass it; tell whether to go on at once."""
        if self.position >= len(self.steps):
            self.phase = "Succeeded"
            return False
        step = self.steps[self.position]
        if not self.applied:
            if step.phase is Phase.POST_SYNC and not self._everything_is_healthy():
                return False
            self._apply(step, now)
            self.applied = self.phase == "Running"
            # an object is looked at only after the controllers had their turn
            return self.applied and self._is_last(step)
        return self._pass(step, now)

    def _pass(self, step: Step, now: float) -> bool:
        statuses = [self._status(task) for task in step.tasks]
        failed = [
            (task, health)
            for task, health in zip(step.tasks, statuses, strict=True)
            if health is not None and health.status is HealthStatus.DEGRADED
        ]
        if failed:
            task, health = failed[0]
            self._fail(f"{task.resource.subject}: {health.message}", now)
            return False
        waits = not self._is_last(step) or any(is_hook(t.resource.manifest) for t in step.tasks)
        if waits and any(health and health.status not in _PASSED for health in statuses):
            return False
        self._look_for_leaks(step)
        self._clean_up(step)
        self.position, self.applied = self.position + 1, False
        return True

    def _apply(self, step: Step, now: float) -> None:
        for task in step.tasks:
            resource = task.resource
            if self._is_excluded(resource):
                continue
            refusal = self.around.crossplane.refusal(resource.group, resource.kind)
            if refusal:
                self._record(task, "OutOfSync", Health(HealthStatus.MISSING, refusal), now)
                self._fail(f"{resource.subject}: {refusal}", now)
                return
            policies = delete_policies(resource.manifest)
            if is_hook(resource.manifest) and DeletePolicy.BEFORE_CREATION in policies:
                self.around.cluster.delete(resource.key)
            self.live[id(resource)] = self.around.cluster.apply(resource, now)

    def _fail(self, message: str, now: float) -> None:
        self.phase, self.message, self.next_try = "Failed", message, now + RETRY

    def _observe(self, now: float) -> None:
        for step in self.steps:
            for task in step.tasks:
                if self._is_excluded(task.resource):
                    why = Health(HealthStatus.MISSING, "resource.exclusions of argocd-cm names it")
                    self._record(task, "Excluded", why, now)
                elif id(task.resource) in self.live:
                    self._record(task, "Synced", self._status(task), now)

    def _record(self, task: Task, sync: str, health: Health | None, now: float) -> None:
        event = Event(
            seconds=self.around.timeline.since_start(now),
            application=self.application.name,
            phase=task.phase.value,
            wave=task.wave,
            resource=task.resource,
            sync=sync,
            health=health.status.value if health else "",
            message=health.message if health else "",
        )
        self.around.timeline.record(event, now)

    def _status(self, task: Task) -> Health | None:
        live = self.live.get(id(task.resource))
        return None if live is None else health_of(live, self.around.settings)

    def _is_excluded(self, resource: Resource) -> bool:
        return self.around.settings.is_excluded(resource.group, resource.kind)

    def _is_last(self, step: Step) -> bool:
        return step is self.steps[-1]

    def _everything_is_healthy(self) -> bool:
        return self.health.status is HealthStatus.HEALTHY

    def _look_for_leaks(self, step: Step) -> None:
        """Remember what the next wave opens upon although it is not there."""
        if self._is_last(step):
            return
        following = self.steps[self.position + 1]
        for task in step.tasks:
            live = self.live.get(id(task.resource))
            why = _not_there(live) if live is not None else ""
            if why:
                opened = following.tasks[0].resource
                self.leaks.append(Leak(following.wave, opened, task.resource, why))

    def _clean_up(self, step: Step) -> None:
        """Delete the hooks whose policy says so; those that failed never come here."""
        for task in step.tasks:
            manifest = task.resource.manifest
            if is_hook(manifest) and DeletePolicy.SUCCEEDED in delete_policies(manifest):
                self.around.cluster.delete(task.resource.key)


def _not_there(live: LiveObject) -> str:
    """Return what an object lacks of being there, "" where a later wave may count on it."""
    status = live.body.get("status")
    missing = "no status yet" if status is None else ""
    if "forProvider" in live.resource.spec:
        return missing or ("" if live.is_ready else "not Ready")
    match live.key.group, live.key.kind:
        case "argoproj.io", "Application":
            phase = (status or {}).get("operationState", {}).get("phase")
            return missing or ("" if phase == "Succeeded" else "still being synced")
        case "pkg.crossplane.io", "Provider":
            healthy = live.conditions.get("Healthy", {}).get("status") == "True"
            return missing or ("" if healthy else "not installed")
    return ""


def start(
    application: Application, resources: tuple[Resource, ...], around: Surroundings
) -> Operation:
    """Return the operation that applies what an Application leads to."""
    steps = tuple(step for step in sequence(resources) if step.phase in _PHASES)
    return Operation(application, around, steps)
