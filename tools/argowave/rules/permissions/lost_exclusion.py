"""lost-exclusion: Argo CD would watch kinds that it is better kept from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.gates import installed_version, is_crossplanes
from argowave.resources import IN_CLUSTER
from argowave.rules.argocd_settings import at_settings
from argowave.rules.permissions._exclusions import (
    DEFAULT_KINDS,
    KEY,
    is_meant,
    stated_exclusions,
)
from argowave.rules.rule import Rule
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.gates import Settings
    from argowave.rules.scene import Scene

# whoever takes out this one of the two wants to see it, or has one in another environment
_OPENED: Final = ("discovery.k8s.io", "EndpointSlice")
_CONFIGURATION: Final = ("ProviderConfig", "ClusterProviderConfig")
_SHOWN: Final = 3
_LISTED: Final = (3, 0)  # manifests/base/config/argocd-cm.yaml has resource.exclusions since


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for defaults that a stated list lost, and for ProviderConfigUsage."""
    settings = scene.checks.settings
    if settings is None:
        return
    stated = stated_exclusions(settings)
    if stated is not None and _has_a_list(scene):
        kept = _wanted(scene)
        if is_meant(stated, "", "Endpoints", IN_CLUSTER):
            kept.add(_OPENED)
        lost = [
            kind
            for group, kind in DEFAULT_KINDS
            if (group, kind) not in kept and not is_meant(stated, group, kind, IN_CLUSTER)
        ]
        if lost:
            yield at_settings(settings, _lost(lost), KEY)
    elif stated is None and not settings.is_patch:
        return
    yield from _usages(scene, settings)


def _has_a_list(scene: Scene) -> bool:
    """Tell whether the Argo CD that is installed has a list of its own to lose."""
    version = installed_version(scene.tree)
    return version is None or version >= _LISTED


def _wanted(scene: Scene) -> set[tuple[str, str]]:
    """Return the kinds that the tree applies, which have to be watched."""
    return {kind for kind in DEFAULT_KINDS if scene.inventory.of_kind(*kind)}


def _lost(kinds: list[str]) -> str:
    return (
        "takes the place of Argo CD's own list and no longer excludes "
        f"{first_few(kinds, _SHOWN)}; add them again, the key is replaced as a whole"
    )


def _usages(scene: Scene, settings: Settings) -> Iterator[Finding]:
    stated = stated_exclusions(settings) or []
    for group in sorted(_provider_groups(scene)):
        if not is_meant(stated, group, "ProviderConfigUsage", IN_CLUSTER):
            message = (
                f"does not exclude ProviderConfigUsage of {group}, of which Crossplane makes one "
                "for each managed resource; add it"
            )
            yield at_settings(settings, message, KEY)


def _provider_groups(scene: Scene) -> set[str]:
    """Return the groups of Crossplane's provider configurations in the tree."""
    return {
        group
        for group, kind in scene.inventory.by_kind
        if kind in _CONFIGURATION and is_crossplanes(group)
    }


RULE = Rule(
    name="lost-exclusion",
    summary="kinds are watched that Argo CD is better kept from",
    why=(
        "An own resource.exclusions replaces the published list as a whole, so that one without "
        "its entries makes Argo CD watch every review, report and endpoint of the cluster. "
        "Crossplane's ProviderConfigUsages, one a managed resource, show up as out of sync."
    ),
    mend="Repeat the published entries in resource.exclusions, and add ProviderConfigUsage.",
    source="https://docs.crossplane.io/latest/guides/crossplane-with-argo-cd/",
    check=check,
    severity=Severity.WARNING,
)
