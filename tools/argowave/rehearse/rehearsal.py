"""A stage and an emulator → the environment, brought up in Argo CD's order and seen to work."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from argowave.aws import Aws, Target
from argowave.health import HealthStatus
from argowave.rehearse.api_server import ApiServerStandIn
from argowave.rehearse.applications import Applications
from argowave.rehearse.arrivals import Arrivals
from argowave.rehearse.bystanders import Bystanders
from argowave.rehearse.cluster import Cluster
from argowave.rehearse.crossplane import Crossplane
from argowave.rehearse.faults import faults_of, no_event, seen_by_checks
from argowave.rehearse.laxity import not_shown
from argowave.rehearse.network import Network
from argowave.rehearse.provider import Provider
from argowave.rehearse.settings import read_settings
from argowave.rehearse.sync import Surroundings
from argowave.rehearse.timeline import Event, Timeline
from argowave.rehearse.variables import standing_in
from argowave.rehearse.workloads import Workloads

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from argowave.finding import Finding
    from argowave.rehearse.cluster import LiveObject
    from argowave.rehearse.emulator import Emulator
    from argowave.rehearse.stage import Stage

PATIENCE = 10.0  # seconds without anything new until what waits counts as stuck
_TICK = 0.02  # seconds between two looks of the controllers


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rehearsal showed."""

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    synced: float | None  # seconds until everything was Synced and Healthy, None where it never was
    arrived: float | None  # seconds until a new event was in the table
    event: dict[str, Any] = field(default_factory=dict)  # the item that was seen first
    not_rehearsed: tuple[str, ...] = ()  # what and why
    not_shown: tuple[str, ...] = ()  # what the emulator lets through and AWS does not


class Rehearsal:
    """One environment on an emulator; leaving the context stops everything that it started."""

    def __init__(
        self, stage: Stage, emulator: Emulator, show: Callable[[Event], None] = lambda _: None
    ) -> None:
        """Prepare; nothing is applied yet.

        Args:
            stage: the environment.
            emulator: what stands for AWS.
            show: called with each event as it happens.
        """
        started = time.monotonic()
        self.stage = stage
        self.emulator = emulator
        self.cluster = Cluster()
        self.timeline = Timeline(started, show)
        self.aws = Aws(Target(stage.region, emulator.url, emulator.key), timeout=5)
        network = Network(self.cluster, emulator.url, stage.outside, real_aws=stage.real_aws)
        crossplane = Crossplane(self.cluster)
        settings = read_settings(stage.tree)
        around = Surroundings(self.cluster, crossplane, settings, self.timeline)
        self._api_server = ApiServerStandIn(self.cluster)
        extra = standing_in(stage.real_aws, emulator)
        self.workloads = Workloads(self.cluster, network, extra, self._api_server.url_for)
        self._api_server.workloads = self.workloads
        self.applications = Applications(stage.inventory, around)
        provider = Provider(self.cluster, network, stage.account, emulator.key)
        bystanders = Bystanders(self.cluster, publishes=stage.publishes_address)
        self.arrivals = Arrivals(self.cluster, self.aws)
        self._controllers = (
            *(self.applications, self.arrivals),
            *(crossplane, provider, bystanders, self.workloads),
        )
        self._roots: list[LiveObject] = []

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every process of a workload."""
        self.workloads.stop()
        self._api_server.stop()

    def run(self, patience: float = PATIENCE) -> Outcome:
        """Apply the root file and go on until an event is in the table, or nothing moves any more.

        Args:
            patience: seconds without anything new until what waits counts as stuck.
        """
        synced = self._until(self._is_synced, patience)
        findings = faults_of(self)
        arrived = None
        if synced is not None:
            arrived = self._until(lambda: self.arrivals.first() is not None, patience)
        item = self.arrivals.first()
        if self._is_made():
            findings = (*findings, *seen_by_checks(self))
            if item is None:
                findings = (*findings, *no_event(self))
        return Outcome(
            events=tuple(self.timeline.events),
            findings=findings,
            synced=synced,
            arrived=arrived,
            event=item or {},
            not_rehearsed=self._not_rehearsed(),
            not_shown=not_shown(self.emulator.name, self.emulator.lax, self.stage.inventory),
        )

    def tick(self) -> None:
        """Give every controller its turn."""
        now = time.monotonic()
        if not self._roots:
            entry = [each for each in self.stage.inventory.resources if each.application is None]
            self._roots = [self.cluster.apply(resource, now) for resource in entry]
        for controller in self._controllers:
            controller.step(now)

    def keep_going(self, seconds: float) -> None:
        """Let the controllers work for some time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.tick()
            time.sleep(_TICK)

    def api_url(self, namespace: str, account: str) -> str:
        """Return where the API server answers a service account."""
        return self._api_server.url_for(namespace, account)

    def _until(self, reached: Callable[[], bool], patience: float) -> float | None:
        """Return the seconds since the start at which something was reached, None when stuck."""
        self.timeline.last_new = time.monotonic()
        while True:
            self.tick()
            now = time.monotonic()
            if reached():
                return self.timeline.since_start(now)
            if now - self.timeline.last_new > patience:
                return None
            time.sleep(_TICK)

    def _is_synced(self) -> bool:
        roots = [each for each in self._roots if each.key.kind == "Application"]
        return all(
            self.applications.health(each).status is HealthStatus.HEALTHY for each in roots
        ) and all(each.phase == "Succeeded" for each in self.applications.operations.values())

    def _is_made(self) -> bool:
        """Tell whether every managed resource is there, so that it can be looked at."""
        declared = [each for each in self.stage.inventory.resources if "forProvider" in each.spec]
        made = {id(each.resource) for each in self.cluster if each.is_ready}
        return bool(declared) and all(id(each) in made for each in declared)

    def _not_rehearsed(self) -> tuple[str, ...]:
        gaps = [
            f"{gap.what}: {gap.why}"
            for application in self.stage.tree.applications
            for gap in application.not_checked
        ]
        gaps += [f"{subject}: {why}" for subject, why in self.workloads.not_run.items()]
        return tuple(dict.fromkeys(gaps))
