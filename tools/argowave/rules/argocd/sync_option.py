"""sync-option: a sync or compare option that Argo CD does not know where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.manifest import SYNC_OPTIONS
from argowave.order.hooks import listed
from argowave.rules.argocd._annotations import annotation
from argowave.rules.rule import Rule, at
from argowave.rules.sync_options import (
    COMPARE,
    ON_APPLICATION,
    ON_BOTH,
    ON_COMPARISON,
)
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

    Known = Mapping[str, tuple[str, ...]]

_EVERYWHERE = {**ON_BOTH, **ON_APPLICATION}
_AUTOMATED: Final = ("allowEmpty", "selfHeal")  # fields of spec.syncPolicy.automated


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each option that has no effect."""
    for resource in scene.inventory.of_kind("argoproj.io", "Application"):
        yield from _of_policy(resource, ("spec",))
    # of a set that makes Applications here, those have its options
    makers = {id(each.manifest) for each in scene.tree.application_sets if each.applications}
    for resource in scene.inventory.of_kind("argoproj.io", "ApplicationSet"):
        if id(resource.manifest) not in makers:
            yield from _of_policy(resource, ("spec", "template", "spec"))
    for resource in scene.inventory.resources:
        annotations = resource.manifest.annotations
        if SYNC_OPTIONS in annotations:
            yield from _listed(resource, SYNC_OPTIONS, ON_BOTH)
        if COMPARE in annotations:
            yield from _listed(resource, COMPARE, ON_COMPARISON)


def _of_policy(resource: Resource, spec: Path) -> Iterator[Finding]:
    path = (*spec, "syncPolicy", "syncOptions")
    for index, option in enumerate(resource.items(*path)):
        is_known = isinstance(option, str) and "{{" not in option
        if is_known and (wrong := _fault(option, _EVERYWHERE)):
            yield _weighed(at(resource, (*path, index), wrong), option, _EVERYWHERE)


def _listed(resource: Resource, name: str, known: Known) -> Iterator[Finding]:
    for option in listed(resource.manifest, name):
        if known is ON_BOTH and option.partition("=")[0] in ON_APPLICATION:
            message = f"{option} works in an Application's spec.syncPolicy.syncOptions alone"
            yield at(resource, annotation(name), f"{message}; move it there")
        elif wrong := _fault(option, known):
            yield _weighed(at(resource, annotation(name), wrong), option, known)


def _weighed(found: Finding, option: str, known: Known) -> Finding:
    """Make what resembles no option a warning: who wrote it need not miss anything."""
    name = option.partition("=")[0]
    if name in known or _near(name, known):
        return found
    return replace(found, severity=Severity.WARNING)


def _fault(option: str, known: Known) -> str:
    """Return what is wrong with one option, "" where nothing is."""
    name, _, value = option.partition("=")
    values = known.get(name)
    if values is not None and (value in values or (not values and option == name)):
        return ""
    if values:
        return f"Argo CD passes over {option}; {name} is {_either(values, name)}"
    near = _near(name, known)
    if known is _EVERYWHERE and name in _AUTOMATED:
        near = f"the field {name} of spec.syncPolicy.automated"
    hint = f"did you mean {near}?" if near else f"it knows {', '.join(sorted(known))}"
    return f"Argo CD knows no option {option} and passes over it; {hint}"


def _either(values: tuple[str, ...], name: str) -> str:
    return " or ".join(f"{name}={value}" for value in values)


def _near(name: str, known: Known) -> str:
    lower = {each.lower(): each for each in known}
    found = nearest(name.strip().lower(), lower)
    if not found:
        return ""
    right = lower[found]
    return f"{right}={known[right][0]}" if known[right] else right


RULE = Rule(
    name="sync-option",
    summary="a sync or compare option that Argo CD does not know where it stands",
    why=(
        "Options are compared as text, case and blanks included; one that does not match is "
        "passed over without a word, and what it should have done is not done."
    ),
    mend="Write the option as Argo CD's documentation has it, and where it belongs.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
    check=check,
)
