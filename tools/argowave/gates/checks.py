"""Settings and a resource → the check that Argo CD would use, and what it says as time passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import LuaError
from argowave.gates.built_in import built_in_check, is_crossplanes
from argowave.gates.faults import Fault, fault_of, invalid_status
from argowave.gates.overrides import overrides_of, read_overrides
from argowave.gates.release import WAITING, waits_for_status
from argowave.gates.samples import Moment, is_passive, samples_of
from argowave.health.status import Health, HealthStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.gates.overrides import Override
    from argowave.gates.release import Release
    from argowave.gates.settings import Settings
    from argowave.resources import Resource

NO_CHECK: Final = "no health check"
# what of a spec the checks look at, apart from what is waited for
_TELLING: Final = (("type",), ("paused",), ("restartPolicy",), ("updateStrategy", "type"))
BUILT_IN: Final = "Argo CD's built-in health check"


@dataclass(frozen=True, slots=True)
class Gate:
    """What the health check of one kind does for the waves after it."""

    check: str  # the check in words
    says: Mapping[Moment, Health | None]  # None: no check, so Argo CD goes on at once
    errors: Mapping[Moment, Fault]  # of the script; Argo CD calls the health Unknown then
    passive: bool = False  # applied is ready
    certain: bool = True  # False where settings that are not in the tree might say otherwise
    doubt: str = ""  # why it may wait for a status although it is said not to

    @property
    def leaks(self) -> tuple[Moment, ...]:
        """The moments before it is ready at which Argo CD goes on to the next wave.

        syncContext.Sync in gitops-engine/pkg/sync/sync_context.go: Healthy or no check goes on,
        Degraded fails the operation, anything else waits.
        """
        if self.passive:
            return ()
        return tuple(
            moment
            for moment, health in self.says.items()
            if moment is not Moment.READY
            and (health is None or health.status is HealthStatus.HEALTHY)
        )

    @property
    def fails(self) -> tuple[Moment, ...]:
        """The moments of an ordinary start at which it is Degraded, which fails the operation."""
        return tuple(
            moment
            for moment, health in self.says.items()
            if moment not in (Moment.READY, Moment.FAILED)
            and health is not None
            and health.status is HealthStatus.DEGRADED
        )

    @property
    def is_stuck(self) -> bool:
        """Whether it is not Healthy when it is ready, so that waves after it never come."""
        health = self.says.get(Moment.READY)
        return health is not None and health.status is not HealthStatus.HEALTHY


class Checks:
    """The health checks of one tree's Argo CD."""

    def __init__(self, settings: Settings | None, release: Release | None = None) -> None:
        """Take the settings and Argo CD's release, None where the tree does not have them."""
        self.settings = settings
        self._release = release
        self._overrides = read_overrides(settings.data) if settings is not None else {}
        self._gates: dict[tuple[str, ...], Gate] = {}

    def gate(self, resource: Resource) -> Gate:
        """Return what the check of a resource's kind does."""
        key = (
            resource.group,
            resource.kind,
            *(str(resource.at("spec", *each)) for each in _TELLING),
        )
        found = self._gates.get(key)
        if found is None:
            found = self._gates[key] = self._run(resource)
        return found

    def override(self, group: str, kind: str) -> tuple[Override, ...]:
        """Return the checks in Lua that the settings state for a kind."""
        return overrides_of(self._overrides, group, kind)

    def _run(self, resource: Resource) -> Gate:
        passive = is_passive(resource.group, resource.kind)
        overrides = self.override(resource.group, resource.kind)
        if overrides:
            says, errors = _outcome(overrides, samples_of(resource))
            words = " or ".join(f"the health check under {each.place}" for each in overrides)
            return Gate(words, says, errors, passive)
        certain = self.settings is not None or not _is_custom(resource.group)
        waits = self._release is not None and waits_for_status(self._release)
        check = built_in_check(resource.group, resource.kind, waits=waits)
        if check is None:
            nothing = dict.fromkeys(Moment, None)
            return Gate(NO_CHECK, nothing, {}, passive, certain)
        says = {moment: check(body) for moment, body in samples_of(resource).items()}
        doubt = WAITING if self._release is None and is_crossplanes(resource.group) else ""
        return Gate(BUILT_IN, says, {}, passive, certain, doubt)


def _is_custom(group: str) -> bool:
    return "." in group and not group.endswith(".k8s.io")


def _outcome(
    overrides: tuple[Override, ...], samples: Mapping[Moment, dict[str, Any]]
) -> tuple[dict[Moment, Health | None], dict[Moment, Fault]]:
    """Run every check that may be the one on every sample; the most hopeful answer counts."""
    says: dict[Moment, Health | None] = {}
    errors: dict[Moment, Fault] = {}
    for moment, body in samples.items():
        for override in overrides:
            health, error = run_override(override, body)
            if error:
                errors[moment] = error
            before = says.get(moment)
            if before is None or health.status is HealthStatus.HEALTHY:
                says[moment] = health
    return says, errors


def compiles(override: Override) -> bool:
    """Tell whether Lua can read a check at all."""
    from argowave.health import compile_script  # noqa: PLC0415 (Lua only where it is needed)

    try:
        compile_script(override.lua, override.place)
    except LuaError:
        return False
    return True


def run_override(override: Override, body: dict[str, Any]) -> tuple[Health, Fault | None]:
    """Return what a check says of an object, and why that is no health, if so."""
    from argowave.health import compile_script, run_health  # noqa: PLC0415 (Lua only where needed)

    try:
        script = compile_script(override.lua, override.place)
        health = run_health(script, body, open_libs=override.open_libs)
    except LuaError as error:
        return Health(HealthStatus.UNKNOWN, error.message), fault_of(
            error, open_libs=override.open_libs
        )
    return health, invalid_status(health, body)
