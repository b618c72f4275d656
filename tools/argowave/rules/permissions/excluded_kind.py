"""excluded-kind: an object is of a kind that Argo CD's settings exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.argocd_settings import settings_place
from argowave.rules.permissions._exclusions import (
    CORE,
    DEFAULT,
    INCLUSIONS,
    KEY,
    is_left_out,
    is_meant,
    stated_exclusions,
)
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.gates import Settings
    from argowave.resources import Key, Resource
    from argowave.rules.scene import Scene

_LOST = "so Argo CD passes it over and nothing makes it"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each object that Argo CD would silently leave out."""
    settings = scene.checks.settings
    verdicts: dict[tuple[str, str, str], str | None] = {}
    for resources in scene.inventory.by_kind.values():
        for resource in resources:
            if resource.application is None:
                continue
            key = resource.key
            asked = (key.group, key.kind, key.cluster)
            if asked not in verdicts:
                verdicts[asked] = _excluded(settings, key)
            why = verdicts[asked]
            if why:
                yield at(resource, (), why)
            elif why is None:
                yield _undecided(settings, resource)


def _excluded(settings: Settings | None, key: Key) -> str | None:
    """Return why a kind is excluded, "" where it is not, None where nothing decides it."""
    stated = stated_exclusions(settings)
    if is_meant(CORE, key.group, key.kind, key.cluster):
        return f"Argo CD never manages {key.kind}, {_LOST}; take it out of Git"
    if settings is not None and stated is not None:
        if is_meant(stated, key.group, key.kind, key.cluster):
            where = settings_place(settings, KEY)
            return f"{KEY} of {where} excludes {key.kind}, {_LOST}; narrow it"
    elif is_meant(DEFAULT, key.group, key.kind, key.cluster):
        if settings is None or not settings.is_patch:
            return None
        return (
            f"Argo CD excludes {key.kind} by default, {_LOST}; set {KEY} in "
            f"{settings_place(settings, KEY)} to the default without it"
        )
    if settings is not None and is_left_out(settings, key):
        where = settings_place(settings, INCLUSIONS)
        return f"{INCLUSIONS} of {where} do not name {key.kind}, {_LOST}; add it there"
    return ""


def _undecided(settings: Settings | None, resource: Resource) -> Undecided:
    told = "no argocd-cm here states"
    if settings:
        told = f"{settings_place(settings, KEY)} does not state"
    why = f"Argo CD excludes {resource.kind} by default, and {told} {KEY}"
    return Undecided(resource.subject, why)


RULE = Rule(
    name="excluded-kind",
    summary="an object is of a kind that Argo CD's settings exclude",
    why=(
        "Argo CD drops the object from what it applies and stays Synced and Healthy; only a "
        "condition ExcludedResourceWarning tells. Endpoints and EndpointSlice are excluded by "
        "default since 3.0, so a Service without selector silently has no backend."
    ),
    mend=(
        "Set resource.exclusions in argocd-cm to the published list without the kind; the key is "
        "replaced as a whole, and resource.inclusions do not take an exclusion back."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#resource-exclusioninclusion",
    check=check,
)
