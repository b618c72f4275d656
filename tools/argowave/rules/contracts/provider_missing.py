"""provider-missing: no Provider of the tree brings the kind of a managed resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.cloud import parse_group
from argowave.references.providers import PACKAGES, package_of
from argowave.rules.contracts._chart import stated
from argowave.rules.contracts._edges import undecided, without_target
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_KINDS = frozenset(("Provider",))


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each managed resource whose kind nothing brings."""
    edges = list(without_target(scene, _KINDS))
    told = stated(scene, {_package(edge.source) for edge in edges})
    for edge in edges:
        source, package = edge.source, _package(edge.source)
        doubt = undecided(edge) or _doubt(scene, source, package)
        if doubt is not None:
            yield doubt
        elif edge.is_dangling and package not in told:
            known = ", ".join(sorted(_packages(scene, source)))
            message = (
                f"{source.kind} of {source.group} comes with the package {package}, which no "
                f"Provider of the tree installs (they install {known}); the kind is never known; "
                f"add the Provider"
            )
            yield at(source, edge.reference.path, message)


def _package(source: Resource) -> str:
    group = parse_group(source.group)
    return group.package if group else ""


def _doubt(scene: Scene, source: Resource, package: str) -> Undecided | None:
    what = f"{source.kind} of {source.group}"
    if scene.inventory.of_kind(PACKAGES, "Configuration"):
        return Undecided(what, f"a Configuration of the tree may bring {package}")
    group = parse_group(source.group)
    installed = _packages(scene, source)
    if group is None or not any(group.provider in each.split("-") for each in installed):
        return Undecided(what, f"no Provider of the tree is of the family of {package}")
    return None


def _packages(scene: Scene, source: Resource) -> set[str]:
    return {
        package_of(each)
        for each in scene.inventory.of_kind(PACKAGES, "Provider")
        if each.cluster == source.cluster
    }


RULE = Rule(
    name="provider-missing",
    summary="no Provider of the tree brings the kind of a managed resource",
    why=(
        "The kind's definition comes with a Provider's package. Without it the API server does "
        "not know the kind, and the sync fails or retries for ever."
    ),
    mend=(
        "Add a Provider with the package that has the service in its name, in an earlier wave "
        "than its managed resources."
    ),
    source="https://docs.crossplane.io/latest/packages/providers/",
    check=check,
)
