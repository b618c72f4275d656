"""never-done: a wave that waits for something that never comes, or a Job that never rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.gates import Moment, Order
from argowave.health.status import HealthStatus
from argowave.order import Phase, is_hook
from argowave.references.pods import pods
from argowave.resources import Key
from argowave.rules.order._itself import waits_for_itself
from argowave.rules.order._stuck import stuck_checks
from argowave.rules.order._words import where
from argowave.rules.rule import Rule, Undecided, at, place
from argowave.tree.application import automated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give everything that waits for ever, each kind of it on its own."""
    yield from _addresses(scene)
    yield from _claims(scene)
    yield from _hooks(scene)
    yield from _jobs(scene)
    yield from stuck_checks(scene)
    yield from waits_for_itself(scene)


def _addresses(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give what waits for an address where the cluster publishes none."""
    if scene.publishes_addresses:
        return
    inventory = scene.inventory
    services = inventory.of_kind("", "Service")
    for resource in (
        *inventory.of_kind("networking.k8s.io", "Ingress"),
        *(each for each in services if each.text("spec", "type") == "LoadBalancer"),
    ):
        waiting = scene.checks.gate(resource).says.get(Moment.WAITING)
        later = _what_waits(scene, resource)
        if waiting is None or waiting.status is HealthStatus.HEALTHY or not later:
            continue
        said = f"{later} waits until {resource.subject} has an address"
        if scene.publishes_addresses is None:
            yield Undecided(said, "whether the cluster publishes addresses is stated nowhere")
        else:
            check_name = scene.checks.gate(resource).check
            yield at(
                resource,
                (),
                f"{said}, by {check_name}, and this cluster publishes none; put it into the last "
                f"wave or state a health check for {resource.kind} that does not ask for one",
            )


def _what_waits(scene: Scene, resource: Resource) -> str:
    """Return what comes after a resource's step, its Application's parents included, or ""."""
    for link in reversed(scene.places.way_to(resource)):
        spot, application = scene.places.spot(link), link.application
        if spot is None or application is None:
            continue
        after = scene.places.way_up(application)[spot.step + 1 :]
        if after:
            step = after[0]
            phase = "" if step.phase is Phase.SYNC else f"phase {step.phase}, "
            return f"{phase}wave {step.wave} of Application/{application.name}"
    return ""


def _claims(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give claims that wait for a pod which waits for them."""
    users: dict[int, list[tuple[Resource, Resource]]] = {}
    for resource, path in pods(scene.inventory):
        for volume in resource.items(*path, "volumes"):
            source = volume.get("persistentVolumeClaim") if isinstance(volume, dict) else None
            name = source.get("claimName") if isinstance(source, dict) else None
            key = Key(
                resource.cluster, "", "PersistentVolumeClaim", resource.namespace, str(name or "")
            )
            claim = scene.inventory.find(key)
            if claim is not None:
                users.setdefault(id(claim), []).append((claim, resource))
    for pairs in users.values():
        orders = [scene.places.compare(user, claim) for claim, user in pairs]
        if any(each.order is not Order.EARLIER for each in orders):
            continue  # a pod that comes with it, or before it, is its first consumer
        claim, user = pairs[0]
        waiting = scene.checks.gate(claim).says.get(Moment.WAITING)
        if waiting is None or waiting.status is HealthStatus.HEALTHY:
            continue
        said = (
            f"its wave waits until it is bound, and its first consumer {place(user)} comes in a "
            f"later one ({where(orders[0].source_spot)})"
        )
        mode = _binding(scene, claim)
        if mode == "WaitForFirstConsumer":
            message = f"{said}: with {mode} neither ever comes; put both into one wave"
            yield at(claim, (), message)
        elif not mode:
            why = f"{said}; how its StorageClass binds is not in the tree"
            yield Undecided(claim.subject, why)


def _binding(scene: Scene, claim: Resource) -> str:
    """Return the volumeBindingMode of a claim's class, "" where the tree does not have it."""
    if claim.text("spec", "volumeName"):
        return "Immediate"
    name = claim.text("spec", "storageClassName")
    found = scene.inventory.find(Key(claim.cluster, "storage.k8s.io", "StorageClass", "", name))
    if found is None:
        return ""
    return found.text("volumeBindingMode") or "Immediate"


def _hooks(scene: Scene) -> Iterator[Finding]:
    """Give hooks that need what comes only after they are done."""
    for dependency in scene.dependencies:
        comparison = dependency.comparison
        spot = comparison.source_spot
        if (
            comparison.order is Order.LATER
            and comparison.source is dependency.source
            and spot is not None
            and spot.phase is Phase.PRE_SYNC
        ):
            reference = dependency.edge.reference
            message = (
                f"the {spot.phase} hook {reference.relation} {place(dependency.target)}, which its "
                f"own Application applies only in {where(comparison.target_spot)}, after the hook "
                f"is done; make {dependency.target.subject} a {spot.phase} hook of an earlier wave "
                f"too, or the hook one of a later phase"
            )
            yield at(dependency.source, reference.path, message)


def _jobs(scene: Scene) -> Iterator[Finding]:
    """Give Jobs that delete themselves and are put back."""
    for resource in scene.inventory.of_kind("batch", "Job"):
        if resource.at("spec", "ttlSecondsAfterFinished") is None or is_hook(resource.manifest):
            continue
        application = resource.application
        spec = application.manifest.body.get("spec") if application is not None else None
        stated = automated(spec) if isinstance(spec, dict) else None
        heals = stated is not None and stated.get("selfHeal") is True
        what = "runs it again, and so for ever" if heals else "is OutOfSync from then on"
        owner = f"Application/{application.name}" if application is not None else "its Application"
        yield at(
            resource,
            ("spec", "ttlSecondsAfterFinished"),
            f"the Job deletes itself when it has finished, and {owner} {what}; leave the field "
            f"out, or make the Job a hook (argocd.argoproj.io/hook)",
        )


RULE = Rule(
    name="never-done",
    summary="a sync waits for something that never comes, or does its work again and again",
    why=(
        "Argo CD waits for a wave without an end: for an address that the cluster never gives, for "
        "a volume whose first consumer is in the next wave, for a hook whose ConfigMap comes only "
        "after it, for a root Application that applies itself. The operation stays Running, and "
        "neither later waves nor a repair are applied."
    ),
    mend=(
        "Put what waits for each other into one wave, what nothing waits for into the last one, "
        "and what has to run once into a hook."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/",
    check=check,
)
