"""Crossplane's core: packages become installed, and with them kinds become known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rehearse.provider.managed import group_of

if TYPE_CHECKING:
    from argowave.rehearse.cluster import Cluster, LiveObject

INSTALL = 0.1  # seconds that a package takes; a real one takes a minute
_OWN = ("pkg.crossplane.io", "apiextensions.crossplane.io")
_CONFIGURATION = {"DeploymentRuntimeConfig", "ImageConfig"}  # they have no conditions


class Crossplane:
    """Gives Crossplane's own objects their status."""

    def __init__(self, cluster: Cluster) -> None:
        """Remember the cluster."""
        self._cluster = cluster

    def step(self, now: float) -> None:
        """Install what has waited long enough."""
        for live in self._cluster:
            is_own = live.key.group in _OWN and live.key.kind not in _CONFIGURATION
            if is_own and not live.conditions and now >= live.applied_at + INSTALL:
                types = ["Healthy"] if live.key.kind != "Provider" else ["Installed", "Healthy"]
                live.set_conditions(*({"type": each, "status": "True"} for each in types))

    def refusal(self, group: str, kind: str) -> str:
        """Return why the API server does not know a kind of the AWS provider, "" where it does."""
        managed = group_of(group)
        if managed is None and group not in {"aws.upbound.io", "aws.m.upbound.io"}:
            return ""
        name = f'no matches for kind "{kind}" in group "{group}"'
        wanted = f"provider-aws-{managed.service}" if managed else "provider-"
        providers = list(self._cluster.of_kind("pkg.crossplane.io", "Provider"))
        if not any(_is_installed(each, wanted) for each in providers):
            return f"{name}: no installed Provider brings it"
        activated = [
            str(pattern)
            for policy in self._cluster.of_kind(_OWN[1], "ManagedResourceActivationPolicy")
            for pattern in policy.body.get("spec", {}).get("activate") or []
        ]
        if managed is not None and activated and not _activates(activated, plural(kind), group):
            return f"{name}: no ManagedResourceActivationPolicy activates {plural(kind)}.{group}"
        return ""


def _is_installed(provider: LiveObject, wanted: str) -> bool:
    package = str(provider.body.get("spec", {}).get("package", ""))
    image = package.rpartition("/")[2].partition(":")[0].partition("@")[0]
    is_healthy = provider.conditions.get("Healthy", {}).get("status") == "True"
    return is_healthy and image.startswith(wanted)


def _activates(patterns: list[str], plural: str, group: str) -> bool:
    """Tell whether a policy names a kind: exactly, or with a `*` at the start."""
    name = f"{plural}.{group}"
    return any(
        name.endswith(each[1:]) if each.startswith("*") else each == name for each in patterns
    )


def plural(kind: str) -> str:
    """Return the plural of a kind, as API paths have it: queuepolicies."""
    name = kind.lower()
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
