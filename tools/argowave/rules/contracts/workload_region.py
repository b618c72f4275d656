"""workload-region: a workload looks in another region than the one its resources are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import clouds_of
from argowave.references.variables import containers
from argowave.rules.contracts._endpoints import regions_of
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Clouds, Made
    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.references.variables import Container
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

# dynamodb-admin's own variable, and the region that it takes without AWS_REGION
_ADMIN: Final = "DYNAMO_ENDPOINT"
_ADMIN_REGION: Final = "us-east-1"


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each region that a workload states and does not find its resources in."""
    clouds = clouds_of(scene.inventory)
    if not clouds.made:
        return
    for container in containers(scene.inventory):
        used = list(_used(scene, clouds, container.resource, container.path))
        for variable, region in regions_of(container):
            wrong = next((each for each in used if each.place.region not in ("", region)), None)
            if wrong is not None:
                path = container.path_of(variable)
                yield at(container.resource, path, _message(variable, region, wrong))
        yield from _admin(clouds, container, used)
    for resource in scene.inventory.of_kind("keda.sh", "ScaledObject", "ScaledJob"):
        for number, _ in enumerate(resource.items("spec", "triggers")):
            yield from _trigger(scene, clouds, resource, number)


def _used(scene: Scene, clouds: Clouds, resource: Resource, below: Path) -> Iterator[Made]:
    """Give what the fields below a path use."""
    for edge in scene.graph.of(resource):
        made = clouds.of(edge.target) if edge.target is not None else None
        if made is not None and edge.reference.path[: len(below)] == below:
            yield made


def _message(name: str, region: str, made: Made) -> str:
    own = made.place.region
    return f"{name} is {region}, and {place(made.resource)}, which it uses, is in {own}"


def _admin(clouds: Clouds, container: Container, used: list[Made]) -> Iterator[Finding]:
    """Give a finding where dynamodb-admin looks in a region without tables."""
    tables = clouds.by_service.get("dynamodb", ())
    if used or not tables or _ADMIN not in container.numbers:
        return
    region = container.values.get("AWS_REGION", "")
    if not region and ("AWS_REGION" in container.numbers or not container.is_complete):
        return  # it is stated elsewhere
    if any(each.place.region in ("", region or _ADMIN_REGION) for each in tables):
        return
    shown, own = place(tables[0].resource), tables[0].place.region
    if region:
        message = f"AWS_REGION is {region}, and the tables, such as {shown}, are in {own}"
        yield at(container.resource, container.path_of("AWS_REGION"), message)
    else:
        message = (
            f"container {container.name} has no AWS_REGION, so it looks in {_ADMIN_REGION}, and "
            f"the tables, such as {shown}, are in {own}; add it"
        )
        yield at(container.resource, (*container.path, "env"), message)


def _trigger(scene: Scene, clouds: Clouds, resource: Resource, number: int) -> Iterator[Finding]:
    path = ("spec", "triggers", number)
    region = resource.text(*path, "metadata", "awsRegion")
    for made in _used(scene, clouds, resource, path):
        if region and made.place.region not in ("", region):
            yield at(resource, (*path, "metadata", "awsRegion"), _message("it", region, made))
            return


RULE = Rule(
    name="workload-region",
    summary="a workload looks in another region than the one its resources are in",
    why=(
        "Topics, queues and tables belong to one region. A client of another region does not find "
        "them, on real AWS as on an emulator, and a program that makes what it misses makes it "
        "there."
    ),
    mend="State the region of the managed resources in the workload's AWS_REGION and its kin.",
    source="https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html",
    check=check,
)
