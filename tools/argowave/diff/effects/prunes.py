"""Objects that go: pruned, or left behind, and what goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.diff.changes import How
from argowave.diff.compare import renames
from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.managed import deletes_external, external_name, holds_data, is_managed
from argowave.manifest import CASCADE, SYNC_OPTIONS
from argowave.order.hooks import listed
from argowave.resources import Resource
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Change
    from argowave.manifest import Manifest
    from argowave.resources import Inventory

_STATEFUL = frozenset(("PersistentVolumeClaim", "PersistentVolume"))


def prune_effects(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[Effect]:
    """Give what becomes of each object that is removed."""
    renamed = renames(before, after)
    for change in changes:
        if change.how is How.REMOVED and change.before is not None:
            if kept := why_kept(change.before, after):
                yield Effect(change, Weight.NOTHING, f"stays in the cluster: {kept}")
            elif (application := before.application_of(change.before)) is not None:
                present = renamed.get(application.name, "")
                yield _application(change, before.of(application), present)
            elif not (is_namespace(change.before) or is_definition(change.before)):
                yield _effect(change, change.before)


def _application(change: Change, owned: Sequence[Resource], present: str) -> Effect:
    """Say what the deletion of an Application does; `present` is its new name, "" for none.

    What is pruned goes before anything is made: runTasks in sync_context.go of gitops-engine.
    """
    said = f"what it applied ({len(owned)} object{'' if len(owned) == 1 else 's'})"
    if not takes_along(change.resource):
        then = f"Application/{present} takes it over" if present else "nobody syncs it any more"
        return Effect(change, Weight.DELETES, f"is deleted; {said} stays, and {then}")
    if not present:
        return Effect(change, Weight.DELETES, f"is deleted, and {said} with it")
    lost = [each.subject for each in owned if loses_data(each)]
    if lost:
        words = (
            f"is deleted before Application/{present} is made, and its finalizer takes along"
            f" {', '.join(lost)} with everything in it; take the finalizer off first, in a change"
            " of its own"
        )
        return Effect(change, Weight.DESTROYS_DATA, words)
    words = f"is deleted, and {said} with it; Application/{present} makes it anew"
    return Effect(change, Weight.REPLACES, words)


def loses_data(resource: Resource) -> bool:
    """Tell whether data goes when an object is deleted."""
    if "Delete=false" in listed(resource.manifest, SYNC_OPTIONS):
        return False
    if is_managed(resource):
        return deletes_external(resource) and holds_data(resource)
    return resource.kind in _STATEFUL


def is_namespace(resource: Resource) -> bool:
    """Tell whether an object is a Namespace of Kubernetes."""
    return (resource.group, resource.kind) == ("", "Namespace")


def is_definition(resource: Resource) -> bool:
    """Tell whether an object is a CustomResourceDefinition."""
    return resource.kind == "CustomResourceDefinition" and resource.group == "apiextensions.k8s.io"


def _effect(change: Change, resource: Resource) -> Effect:
    if is_managed(resource):
        return _managed(change, resource)
    if resource.kind in _STATEFUL:
        words = "is deleted, and the data of its volume unless the volume's reclaim policy keeps it"
        return Effect(change, Weight.DESTROYS_DATA, words)
    return Effect(change, Weight.DELETES, "is deleted")


def takes_along(application: Resource | Manifest) -> bool:
    """Tell whether deleting an Application deletes what it applied: its finalizer says so."""
    manifest = application.manifest if isinstance(application, Resource) else application
    finalizers = manifest.metadata.get("finalizers")
    return isinstance(finalizers, list) and any(
        str(each).startswith(CASCADE) for each in finalizers
    )


def _managed(change: Change, resource: Resource) -> Effect:
    named = f"{resource.kind} {external_name(resource)}"
    if not deletes_external(resource):
        return Effect(change, Weight.DELETES, f"is deleted; the {named} stays in AWS")
    if holds_data(resource):
        words = f"is deleted, and the {named} with everything in it"
        return Effect(change, Weight.DESTROYS_DATA, words)
    return Effect(change, Weight.DELETES, f"is deleted, and the {named} with it")


def why_kept(resource: Resource, after: Inventory) -> str:
    """Return why Argo CD leaves an object where it is, "" where it prunes it."""
    options = listed(resource.manifest, SYNC_OPTIONS)
    for option in ("Prune=false", "Delete=false"):
        if option in options:
            return f"its sync option is {option}"
    if resource.application is None:
        return "it belongs to the root's own file, which nobody syncs"
    application = resource.application
    if (application.manifest.namespace, application.name) not in after.applications:
        is_left = not takes_along(application.manifest)
        return f"Application/{application.name} goes without it" if is_left else ""
    policy = application_spec(resource.application.manifest).get("syncPolicy")
    automated = policy.get("automated") if isinstance(policy, dict) else None
    if not isinstance(automated, dict) or not automated.get("prune"):
        return f"Application/{resource.application.name} does not prune"
    return ""
