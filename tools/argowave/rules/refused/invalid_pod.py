"""invalid-pod: a pod, or what makes pods, that the API server refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.pods import POD_SPECS
from argowave.rules.refused._containers import of_containers
from argowave.rules.refused._part import Part
from argowave.rules.refused._scheduling import of_scheduling
from argowave.rules.refused._volumes import of_volumes
from argowave.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_GROUPS: Final = ("", "apps", "batch")  # what other groups' controllers refuse is theirs


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each pod's spec."""
    for (group, kind), path in POD_SPECS.items():
        if group in _GROUPS:
            for resource in scene.inventory.of_kind(group, kind):
                yield from _of_pod(Part.of(resource, *path))


def _of_pod(pod: Part) -> Iterator[Finding]:
    """Give what is refused of a pod's spec."""
    claims = Part.of(pod.resource, "spec").parts("volumeClaimTemplates")
    volumes = {each.part("metadata").text("name") for each in claims}
    volumes |= {each.text("name") for each in pod.parts("volumes")}
    volumes.discard("")
    yield from of_containers(pod, volumes)
    yield from of_volumes(pod)
    yield from of_scheduling(pod)
    is_bare = pod.text("dnsPolicy") == "None" and not pod.part("dnsConfig").has("nameservers")
    if is_bare and pod.is_whole:
        yield pod.refused("dnsPolicy None without nameservers in dnsConfig", "dnsPolicy")


RULE = Rule(
    name="invalid-pod",
    summary="a pod, or what makes pods, with parts that do not go together",
    why=(
        "The API server looks further than schemas do: it refuses two containers of one name, a "
        "mount of a volume that is not there, a request above its limit, a probe with two "
        "handlers. A dry run in the cluster shows it, and without one the sync stops there."
    ),
    mend="Do what the message says.",
    source="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/",
    check=check,
)
