"""A scene → the picture of what runs and what it uses in the cloud.

Arrows go the way that a message or a request goes, which is not always the way of the reference:
a consumer names its queue, and reads from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import clouds_of, is_managed, parse_group
from argowave.graph.contraction import Contraction
from argowave.graph.drawing import Pen
from argowave.graph.flow import Flow
from argowave.graph.model import Role, origin_of
from argowave.graph.namesakes import places_of
from argowave.graph.notes import notes_of
from argowave.references.gateways import GROUP as GATEWAY
from argowave.references.gateways import ROUTES
from argowave.references.pods import POD_SPECS

if TYPE_CHECKING:
    from argowave.graph.flow import Stream
    from argowave.graph.model import Picture
    from argowave.resources import Resource
    from argowave.rules import Scene

_OF_SERVICES: Final = {"sns": Role.TOPIC, "sqs": Role.QUEUE, "dynamodb": Role.TABLE}
_OF_KINDS: Final = {
    ("networking.k8s.io", "Ingress"): Role.ENTRY,
    **{(GATEWAY, kind): Role.ENTRY for kind in ROUTES},
    ("keda.sh", "ScaledObject"): Role.SCALER,
    ("", "Service"): Role.SERVICE,
    **dict.fromkeys(POD_SPECS, Role.WORKLOAD),
}
# drawn only where something leads to them or from them
_ONLY_WITH_LINKS: Final = (Role.WORKLOAD, Role.SCALER, Role.SERVICE)


def draw_pipeline(scene: Scene) -> Picture:
    """Return every managed resource and entry, and the workloads that have to do with them."""
    inventory = scene.inventory
    clouds = clouds_of(inventory)
    roles: dict[int, Role] = {}
    for resource in inventory.resources:
        role = _role(resource, is_made=clouds.of(resource) is not None)
        if role is not None:
            roles[id(resource)] = role
    contraction = Contraction(scene.graph, roles)
    for each in contraction.hidden:
        roles.pop(each, None)
    streams = list(Flow(inventory, scene.graph, roles, contraction).streams())
    return _picture(scene, roles, contraction, streams)


def _picture(
    scene: Scene, roles: dict[int, Role], contraction: Contraction, streams: list[Stream]
) -> Picture:
    pen = Pen()
    used = {id(end) for each in streams for end in (each.source, each.target)}
    drawn, left_out = [], 0
    for resource in sorted(scene.inventory.resources, key=lambda each: each.key):
        role = roles.get(id(resource))
        if role in _ONLY_WITH_LINKS and id(resource) not in used:
            left_out += role is Role.WORKLOAD
        elif role is not None:
            drawn.append((resource, role))
    places = places_of((each for each, _ in drawn), scene.inventory.clusters)
    nodes: dict[int, str] = {}
    for resource, role in drawn:
        along = contraction.along(resource)
        origins = [origin_of(each) for each in (resource, *along)]
        notes = [*places.get(id(resource), ()), *notes_of(resource, along)]
        nodes[id(resource)] = pen.node(role, resource.kind, resource.name, notes, origins)
    missing: dict[tuple[str, str], str] = {}
    for stream in streams:
        target = stream.target
        if isinstance(target, str):
            key = (stream.source.cluster, target)
            if key not in missing:
                missing[key] = pen.node(Role.MISSING, "", target, ["not in the tree"])
            end = missing[key]
        else:
            end = nodes[id(target)]
        pen.link(
            nodes[id(stream.source)],
            end,
            stream.label,
            dashed=stream.dashed,
            directed=stream.directed,
            origins=stream.origins,
        )
    others = f" (workloads without any of this, left out: {left_out})" if left_out else ""
    return pen.picture(
        f"{scene.tree.environment}: pipeline",
        f"Workloads, what they use in the cloud, and where requests come in{others}.",
    )


def _role(resource: Resource, *, is_made: bool) -> Role | None:
    if not is_managed(resource):
        return _OF_KINDS.get((resource.group, resource.kind))
    group = parse_group(resource.group)
    if is_made and group is not None:
        return _OF_SERVICES[group.service]
    return Role.POLICY if resource.kind.endswith("Policy") else Role.RESOURCE
