"""invalid-claim: a PersistentVolumeClaim that the API server refuses.

Source: ValidatePersistentVolumeClaimSpec in k8s.io/kubernetes/pkg/apis/core/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.refused._part import Part
from argowave.rules.refused._quantity import stated
from argowave.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each claim, also of those that StatefulSets make."""
    for resource in scene.inventory.of_kind("", "PersistentVolumeClaim"):
        yield from _of_claim(Part.of(resource, "spec"))
    for resource in scene.inventory.of_kind("apps", "StatefulSet"):
        for claim in Part.of(resource, "spec").parts("volumeClaimTemplates"):
            yield from _of_claim(claim.part("spec"))


def _of_claim(spec: Part) -> Iterator[Finding]:
    if not spec.body.get("accessModes") and spec.is_whole:
        yield spec.refused("a claim without accessModes")
    requests = spec.part("resources").part("requests")
    if not requests.has("storage") and spec.is_whole:
        yield spec.refused("a claim that requests no storage (resources.requests.storage)")
    size = stated(requests.body.get("storage"))
    if size is not None and size <= 0:
        message = f"a claim of {requests.body.get('storage')}: it is more than nothing"
        yield requests.refused(message, "storage")


RULE = Rule(
    name="invalid-claim",
    summary="a claim of storage without a size or a way to access it",
    why="The API server refuses it, and whatever mounts the claim never starts.",
    mend="State spec.accessModes and spec.resources.requests.storage.",
    source="https://kubernetes.io/docs/concepts/storage/persistent-volumes/",
    check=check,
)
