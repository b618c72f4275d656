"""activation-missing: activation policies leave out the kind of a managed resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.cloud.group import is_managed_group
from argowave.references.elsewhere import elsewhere
from argowave.references.providers import ACTIVATION, DEFINITIONS
from argowave.references.reference import NOWHERE
from argowave.resources import Key
from argowave.rules.contracts._chart import activates_everything
from argowave.rules.contracts._edges import undecided, without_target
from argowave.rules.rule import Rule, Undecided, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_KINDS = frozenset((ACTIVATION,))


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each managed resource whose kind no policy activates."""
    policies = scene.inventory.of_kind(DEFINITIONS, ACTIVATION)
    if not policies:
        yield from _without_policies(scene)
        return
    edges = list(without_target(scene, _KINDS))
    everything = activates_everything(scene) if edges else True
    if everything:
        return
    shown = " and ".join(place(each) for each in policies)
    for edge in edges:
        source = edge.source
        doubt = undecided(edge)
        if doubt is None and everything is None:
            why = "the tree does not say what provider.defaultActivations Crossplane has"
            doubt = Undecided(f"activation of {source.kind} of {source.group}", why)
        if doubt is not None:
            yield doubt
        elif edge.is_dangling:
            message = (
                f"{source.kind} of {source.group} is activated by no policy: {shown} leaves it "
                f"out, so it gets neither a definition nor a controller; add it to spec.activate"
            )
            yield at(source, edge.reference.path, message)


def _without_policies(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each kind where nothing at all is activated."""
    managed = [
        resources[0]
        for (group, _), resources in scene.inventory.by_kind.items()
        if is_managed_group(group)
    ]
    if not managed or activates_everything(scene) is not False:
        return
    for resource in managed:
        key = Key(resource.cluster, DEFINITIONS, ACTIVATION, "", NOWHERE)
        reason = elsewhere(scene.inventory, key)
        if reason is not None:
            what = f"activation of {resource.kind} of {resource.group}"
            yield Undecided(what, reason.reason)
            continue
        message = (
            f"{resource.kind} of {resource.group} is activated by no policy: Crossplane's own one "
            f"is turned off (provider.defaultActivations), and nothing applies another one; add a "
            f"{ACTIVATION}"
        )
        yield at(resource, ("apiVersion",), message)


RULE = Rule(
    name="activation-missing",
    summary="activation policies leave out the kind of a managed resource",
    why=(
        "Crossplane 2 creates the definition of a managed resource's kind only once an activation "
        "policy names it. Where the default policy is turned off, a kind that is left out stays "
        "unknown, and the sync never gets past it."
    ),
    mend="Add PLURAL.GROUP to spec.activate of a ManagedResourceActivationPolicy.",
    source="https://docs.crossplane.io/latest/managed-resources/managed-resource-activation-policies/",
    check=check,
)
