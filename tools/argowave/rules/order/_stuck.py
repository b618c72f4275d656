"""Health checks in argocd-cm that fail, or do not know an object that is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.gates import Moment
from argowave.gates.checks import compiles
from argowave.rules.argocd_settings import at_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.gates import Gate
    from argowave.gates.faults import Fault
    from argowave.rules.scene import Scene

# groups whose conditions are known well enough to say what an object of them looks like
_KNOWN = ("", "apps", "batch", "networking.k8s.io", "pkg.crossplane.io")


def stuck_checks(scene: Scene) -> Iterator[Finding]:
    """Give each check that waves can wait at for ever."""
    settings = scene.checks.settings
    if settings is None:
        return
    seen: set[tuple[str, str]] = set()
    for (group, kind), resources in scene.inventory.by_kind.items():
        overrides = scene.checks.override(group, kind)
        if not overrides or not all(compiles(each) for each in overrides):
            continue  # what cannot be read is named by the rule `lua`
        gate = scene.checks.gate(resources[0])
        known = group in _KNOWN or group.endswith(".upbound.io")
        name = f"{group}/{kind}".lstrip("/")
        keys = [each.setting for each in overrides]
        for state, fault in _faults(gate, known=known):
            if (gate.check, fault.text) not in seen:
                seen.add((gate.check, fault.text))
                message = f"{gate.check} fails on a {name} {state}: {fault}"
                yield at_settings(settings, f"{message}; its health is Unknown then", *keys)
        if known and gate.is_stuck and Moment.READY not in gate.errors:
            said = gate.says[Moment.READY]
            message = f"{gate.check} says {said} of a {name} that is ready"
            message = f"{message}, so that the waves after it never come"
            yield at_settings(settings, message, *keys)
    yield from _applications(scene)


def _faults(gate: Gate, *, known: bool) -> Iterator[tuple[str, Fault]]:
    """Give the faults of a script and the state of the objects that meet each.

    Objects of a kind that is not `known` may look unlike the samples, so that of those only what
    is no matter of theirs counts.
    """
    first: dict[Fault, Moment] = {}
    for moment, fault in gate.errors.items():
        first.setdefault(fault, moment)
    everywhere = len(first) == 1 and len(gate.errors) == len(gate.says)
    for fault, moment in first.items():
        if known or fault.always or (everywhere and fault.alike):
            yield "whatever its state" if everywhere else f"that is {moment.value}", fault


def _applications(scene: Scene) -> Iterator[Finding]:
    settings = scene.checks.settings
    gate = scene.holes.gate
    overrides = scene.checks.override("argoproj.io", "Application")
    if settings is None or gate is None or not all(compiles(each) for each in overrides):
        return
    keys = [each.setting for each in overrides]
    for error in dict.fromkeys(gate.errors.values()):
        step = next(each for each in gate.errors if gate.errors[each] == error)
        message = f"{gate.check} fails while {step.value}: {error}"
        yield at_settings(settings, f"{message}; its health is Unknown then", *keys)
    if gate.is_stuck and not gate.errors:
        message = f"{gate.check} never says Healthy, also not of an Application that is ready"
        message = f"{message}, so that the waves after one never come"
        yield at_settings(settings, message, *keys)
