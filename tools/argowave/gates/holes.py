"""Dependencies in the right order → what is missing that would make Argo CD wait for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.gates.applications import Step, application_gate
from argowave.gates.places import Order
from argowave.gates.samples import Moment
from argowave.order import is_hook
from argowave.tree.application import automated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.gates.applications import ApplicationGate
    from argowave.gates.checks import Checks
    from argowave.gates.dependencies import Dependency
    from argowave.gates.places import Places
    from argowave.resources import Resource
    from argowave.tree import Application

IGNORED = "argocd.argoproj.io/ignore-healthcheck"


@dataclass(frozen=True, slots=True)
class Hole:
    """Why Argo CD does not wait for one link of the way down to what is needed."""

    link: Resource  # the Application object, or the object itself
    cause: str  # reads after the link: "has no health check"
    in_settings: bool  # whether argocd-cm is to be mended, or the link
    certain: bool = True  # False where Argo CD's settings are not in the tree
    doubt: str = ""  # another reason for not being certain


class Holes:
    """Finds the holes of one tree."""

    def __init__(
        self, checks: Checks, places: Places, applications: tuple[Application, ...]
    ) -> None:
        """Take what decides it: health checks, places, and any Application to try them on."""
        self._checks = checks
        self._places = places
        self._gate: ApplicationGate | None = None
        if applications:
            self._gate = application_gate(checks, applications[0].manifest)

    @property
    def gate(self) -> ApplicationGate | None:
        """The check of Applications, None in a tree without Applications."""
        return self._gate

    def of(self, dependency: Dependency) -> Iterator[Hole]:
        """Give what is missing; nothing for what is not in order in the first place."""
        comparison = dependency.comparison
        if comparison.order is not Order.EARLIER:
            return
        *above, target = comparison.below
        for application, next_one in zip(above, comparison.below[1:], strict=True):
            yield from self._application(application, next_one)
        if dependency.edge.target is None:  # its CreateNamespace comes before its first wave
            yield from self._application(target, None)
        elif dependency.must_be_ready:
            yield from self._object(target, inside=bool(above))

    def _application(self, link: Resource, below: Resource | None) -> Iterator[Hole]:
        """Give what is missing at an Application: its check, its waves, its automation."""
        if self._checks.settings is None:
            yield Hole(link, "", in_settings=True, certain=False)
            return
        if automated(link.spec) is None:
            cause = "is not synced automatically, so it is waited for until somebody does"
            yield Hole(link, cause, in_settings=False)
        gate = self._gate
        if gate is None or not gate.says:
            cause = "have no health check, so that no wave waits for them"
            yield Hole(link, cause, in_settings=True)
            return
        between = below is not None and self._is_after_another(below)
        for step in gate.leaks:
            if step in (Step.NEW, Step.UNCOMPARED, Step.MISSING, Step.COMING) or (
                step is Step.BETWEEN and between
            ):
                cause = f"are Healthy by {gate.check} while {step.value}".replace("it is", "one is")
                yield Hole(link, cause, in_settings=True)
                return

    def _is_after_another(self, resource: Resource) -> bool:
        """Tell whether its Application applies something else in an earlier step.

        Hooks do not count: without a resource of its own an Application is Missing, not Healthy.
        """
        spot = self._places.spot(resource)
        application = resource.application
        if spot is None or application is None:
            return False
        earlier = self._places.way_up(application)[: spot.step]
        return any(not is_hook(task.resource.manifest) for step in earlier for task in step.tasks)

    def _object(self, target: Resource, *, inside: bool) -> Iterator[Hole]:
        if target.kind == "Application" and target.group == "argoproj.io":
            yield from self._application(target, None)
            return
        gate = self._checks.gate(target)
        if inside and target.manifest.annotations.get(IGNORED) == "true":
            cause = f"is left out of its Application's health by {IGNORED}"
            yield Hole(target, cause, in_settings=False)
        if not gate.leaks:
            return
        if Moment.UNSEEN in gate.leaks and all(health is None for health in gate.says.values()):
            yield Hole(target, "has no health check", in_settings=True, certain=gate.certain)
            return
        moments = " and ".join(moment.value for moment in gate.leaks)
        cause = f"is Healthy by {gate.check} while it is still {moments}"
        doubt = gate.doubt if gate.leaks == (Moment.UNSEEN,) else ""
        certain = gate.certain and not doubt
        yield Hole(target, cause, in_settings=True, certain=certain, doubt=doubt)
