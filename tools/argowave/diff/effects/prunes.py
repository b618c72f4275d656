"""Objects that go: pruned, or left behind, and what goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.diff.changes import How
from argowave.diff.compare import renames
from argowave.diff.effects.effect import Effect, Weight
from argowave.diff.effects.managed import deletes_external, external_name, holds_data, is_managed
from argowave.manifest import CASCADE, SYNC_OPTIONS
from argowave.order.hooks import listed
from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from argowave.diff.changes import Change
    from argowave.manifest import Manifest
    from argowave.resources import Inventory, Resource

_POLICY: Final = ("spec", "syncPolicy")
_DELETED: Final = "is deleted"
_STATEFUL = frozenset(("PersistentVolumeClaim", "PersistentVolume"))


def prune_effects(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[Effect]:
    """Give what becomes of each object that is removed."""
    renamed = renames(before, after)
    gone = set(_gone(changes, before, after))
    for change in changes:
        if change.how is How.REMOVED and change.before is not None:
            if kept := why_kept(change.before, before, after):
                yield Effect(change, Weight.NOTHING, f"stays in the cluster: {kept}")
            elif (application := before.application_of(change.before)) is not None:
                present = renamed.get(application.name, "")
                yield _application(change, before, before.of(application), present)
            elif not (is_namespace(change.before) or is_definition(change.before)):
                effect = _effect(change, change.before)
                whole = change.before.application
                if effect.message != _DELETED or whole is None or whole.chain not in gone:
                    yield effect


def _gone(
    changes: Sequence[Change], before: Inventory, after: Inventory
) -> Iterator[tuple[str, ...]]:
    """Give the chains of Applications that go with what they applied, of which one line says so."""
    for change, resource in pruned(changes, before, after, lambda each: each.kind == "Application"):
        application = before.application_of(resource)
        if application is not None and takes_along(change.resource.manifest, before):
            yield application.chain


def _application(
    change: Change, before: Inventory, owned: Sequence[Resource], present: str
) -> Effect:
    """Say what the deletion of an Application does; `present` is its new name, "" for none.

    What is pruned goes before anything is made: runTasks in sync_context.go of gitops-engine. An
    ApplicationSet makes first: Reconcile in applicationset/controllers of Argo CD.
    """
    said = f"what it applied ({len(owned)} object{'' if len(owned) == 1 else 's'})"
    if not takes_along(change.resource.manifest, before):
        then = f"Application/{present} takes it over" if present else "nobody syncs it any more"
        return Effect(change, Weight.DELETES, f"is deleted; {said} stays, and {then}")
    if not present:
        return Effect(change, Weight.DELETES, f"is deleted, and {said} with it")
    lost = [each.subject for each in owned if loses_data(each)]
    if lost:
        when = f"before Application/{present} is made"
        guard = "take the finalizer off"
        if change.resource.manifest.generated:  # of which the new one is made first
            when = f"unless Application/{present} syncs first"
            guard = "set preserveResourcesOnDeletion"
        words = (
            f"is deleted {when}, and its finalizer takes along {', '.join(lost)} with everything"
            f" in it; {guard} first, in a change of its own"
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


def inside(namespace: Resource, inventory: Inventory) -> list[Resource]:
    """Return every known object in a Namespace of the same cluster."""
    place = (namespace.cluster, namespace.name)
    return [each for each in inventory.resources if (each.cluster, each.namespace) == place]


def pruned(
    changes: Sequence[Change],
    before: Inventory,
    after: Inventory,
    wanted: Callable[[Resource], bool],
) -> Iterator[tuple[Change, Resource]]:
    """Give each object of a kind that is removed, and that nothing keeps in the cluster."""
    for change in changes:
        resource = change.before
        if change.how is not How.REMOVED or resource is None or not wanted(resource):
            continue
        if not why_kept(resource, before, after):
            yield change, resource


def is_definition(resource: Resource) -> bool:
    """Tell whether an object is a CustomResourceDefinition."""
    return resource.kind == "CustomResourceDefinition" and resource.group == "apiextensions.k8s.io"


def _effect(change: Change, resource: Resource) -> Effect:
    if is_managed(resource):
        return _managed(change, resource)
    if resource.kind in _STATEFUL:
        words = "is deleted, and the data of its volume unless the volume's reclaim policy keeps it"
        return Effect(change, Weight.DESTROYS_DATA, words)
    return Effect(change, Weight.DELETES, _DELETED)


def takes_along(application: Manifest, inventory: Inventory) -> bool:
    """Tell whether deleting an Application deletes what it applied: its finalizer says so.

    An ApplicationSet gives it to what it makes, unless preserveResourcesOnDeletion is set:
    RenderTemplateParams in applicationset/utils/utils.go of Argo CD.
    """
    finalizers = application.metadata.get("finalizers")
    if application.generated and not finalizers:
        maker = _maker(application, inventory)
        return maker is None or maker.at(*_POLICY, "preserveResourcesOnDeletion") is not True
    return isinstance(finalizers, list) and any(
        str(each).startswith(CASCADE) for each in finalizers
    )


def _maker(application: Manifest, inventory: Inventory) -> Resource | None:
    """Return the ApplicationSet that makes an Application, None where none does."""
    named = (application.namespace, application.name)
    return next(
        (
            each
            for each in inventory.of_kind("argoproj.io", "ApplicationSet")
            for made in inventory.made_by(each)
            if (made.manifest.namespace, made.manifest.name) == named
        ),
        None,
    )


def _managed(change: Change, resource: Resource) -> Effect:
    named = f"{resource.kind} {external_name(resource)}"
    if not deletes_external(resource):
        return Effect(change, Weight.DELETES, f"is deleted; the {named} stays in AWS")
    if holds_data(resource):
        words = f"is deleted, and the {named} with everything in it"
        return Effect(change, Weight.DESTROYS_DATA, words)
    return Effect(change, Weight.DELETES, f"is deleted, and the {named} with it")


def _kept_by(maker: Resource, before: Inventory, after: Inventory) -> str:
    """Return why an ApplicationSet leaves an Application that it made, "" where it deletes it.

    One that is deleted owns what it made, which goes with it.
    """
    if after.find(maker.key) is None:
        return why_kept(maker, before, after)
    policy = maker.at(*_POLICY, "applicationsSync")
    is_left = policy in ("create-only", "create-update")
    return f"{maker.subject} has the policy {policy}" if is_left else ""


def why_kept(resource: Resource, before: Inventory, after: Inventory) -> str:
    """Return why Argo CD leaves an object where it is, "" where it prunes it."""
    options = listed(resource.manifest, SYNC_OPTIONS)
    for option in ("Prune=false", "Delete=false"):
        if option in options:
            return f"its sync option is {option}"
    if resource.application is None:
        maker = _maker(resource.manifest, before) if resource.manifest.generated else None
        if maker is not None:
            return _kept_by(maker, before, after)
        return "it belongs to the root's own file, which nobody syncs"
    application = resource.application
    if (application.manifest.namespace, application.name) not in after.applications:
        is_left = not takes_along(application.manifest, before)
        return f"Application/{application.name} goes without it" if is_left else ""
    policy = application_spec(resource.application.manifest).get("syncPolicy")
    automated = policy.get("automated") if isinstance(policy, dict) else None
    if not isinstance(automated, dict) or not automated.get("prune"):
        return f"Application/{resource.application.name} does not prune"
    return ""
