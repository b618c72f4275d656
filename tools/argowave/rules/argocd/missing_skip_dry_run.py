"""missing-skip-dry-run: a kind may not be there yet when Argo CD tries its objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.argocd._bringers import bringers_of
from argowave.rules.rule import Rule, at, place
from argowave.rules.sync_options import has_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_OPTION = "SkipDryRunOnMissingResource"


def check(scene: Scene) -> Iterator[Finding]:
    """Give one finding for each Application and kind, at the first object of the kind."""
    bringers = bringers_of(scene.inventory)
    for (group, kind), resources in scene.inventory.by_kind.items():
        if not bringers.may_bring(group, kind):
            continue
        seen: set[tuple[str, ...]] = set()
        for resource in resources:
            application = resource.application
            if application is None or application.chain in seen:
                continue
            if has_option(resource, _OPTION) or bringers.in_sync(resource):
                continue
            if late := bringers.late(resource):
                seen.add(application.chain)
                yield at(resource, (), _message(resource, late[0]))


def _message(resource: Resource, bringer: Resource) -> str:
    application = resource.application
    owner = f"Application/{application.name}" if application else "the Application"
    return (
        f"{place(bringer)} brings {resource.kind} of {resource.group} only while it runs, and "
        f"without it nothing of {owner} is applied; set {_OPTION}=true there or on the object"
    )


RULE = Rule(
    name="missing-skip-dry-run",
    summary="a kind may not be there yet when Argo CD tries its objects",
    why=(
        "Before it applies anything Argo CD tries everything, and a kind that the cluster does "
        "not know fails the whole sync. A kind that a Provider, an XRD or a ConstraintTemplate "
        "brings is there only some time after that was applied, also where a commit adds both "
        "and every Application syncs at once. CRDs of the same sync are known to Argo CD."
    ),
    mend="Set SkipDryRunOnMissingResource=true in the Application, or on the object.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#skip-dry-run-for-new-custom-resources-types",
    check=check,
)
