"""References between nodes → streams: which way things go, and what they are to a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.cloud import clouds_of, is_managed
from argowave.cloud.group import is_managed_group
from argowave.graph.model import Role, origin_of
from argowave.graph.redrive import receives_before
from argowave.references.reference import Need
from argowave.references.variables import containers
from argowave.rules.rule import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.graph.contraction import Contraction
    from argowave.graph.model import Origin
    from argowave.references import Edge, Graph
    from argowave.resources import Inventory, Resource

_WORDS: Final = "finds by its words"
_CALLS: Final = "calls"
_USES: Final = "uses"
_CLOUD: Final = (Role.TOPIC, Role.QUEUE, Role.TABLE, Role.RESOURCE)
_NOT_A_STREAM: Final = ("is in", "is a kind of", "is activated by", "is made with")
_DYNAMO: Final = "DYNAMO"  # in the name of a variable: that its value is where DynamoDB is


@dataclass(frozen=True, slots=True)
class Stream:
    """One arrow between two objects, or to the words of one that is nowhere."""

    source: Resource
    target: Resource | str
    label: str
    origins: tuple[Origin, ...]
    dashed: bool = False
    directed: bool = True


class Flow:
    """The streams of one tree."""

    def __init__(
        self,
        inventory: Inventory,
        graph: Graph,
        roles: Mapping[int, Role],
        contraction: Contraction,
    ) -> None:
        """Take what is drawn, and what becomes part of it."""
        self._inventory = inventory
        self._graph = graph
        self._roles = roles
        self._contraction = contraction
        self._dead = {
            id(edge.target)
            for edge in graph.edges
            if edge.target is not None and _is_redrive(edge) and edge.source.kind == "Queue"
        }
        self._fed = {
            id(end.target)
            for each in contraction.subscriptions
            if (end := contraction.ends(each).get("endpoint")) and end.target is not None
        } | {
            id(edge.target)
            for edge in graph.edges
            if edge.target is not None and roles.get(id(edge.source)) is Role.SCALER
        }
        # a Service that a provider config calls is the way to the cloud, on which all would meet
        self._ways = {
            id(edge.target)
            for edge in graph.edges
            if edge.reference.relation == _CALLS
            and edge.target is not None
            and edge.source.kind.endswith("ProviderConfig")
        }

    def streams(self) -> Iterator[Stream]:
        """Give every stream, in the order of the objects' keys."""
        for subscription in self._contraction.subscriptions:
            yield from self._subscription(subscription)
        for resource in sorted(self._inventory.resources, key=lambda each: each.key):
            if id(resource) in self._roles:
                yield from self._of(resource)
        yield from self._onlookers()

    def _subscription(self, subscription: Resource) -> Iterator[Stream]:
        ends = self._contraction.ends(subscription)
        topic, endpoint = ends["topicArn"].target, ends["endpoint"].target
        origins = (origin_of(subscription), *(_field(each) for each in ends.values()))
        if topic is not None and id(topic) in self._roles:
            for target in self._targets(ends["endpoint"]):
                yield Stream(topic, target, "subscription", origins)
        elif endpoint is not None and id(endpoint) in self._roles:
            for target in self._targets(ends["topicArn"]):
                yield Stream(endpoint, target, "subscription", origins)

    def _of(self, resource: Resource) -> Iterator[Stream]:
        for edge in self._contraction.edges_of(resource):
            if not self._is_aside(resource, edge):
                for target in self._targets(edge):
                    yield from self._stream(resource, edge, target)

    def _is_aside(self, resource: Resource, edge: Edge) -> bool:
        """Tell whether a reference is about no stream, although both of its ends may be nodes."""
        reference = edge.reference
        if reference.relation.startswith(_NOT_A_STREAM):
            return True
        if reference.relation == _USES and reference.need is Need.NONE:  # the text of a policy
            return True
        return id(edge.target) in self._ways and self._roles[id(resource)] is not Role.ENTRY

    def _targets(self, edge: Edge) -> Iterator[Resource | str]:
        """Give what a reference leads to in the picture: nodes, or words for what is nowhere."""
        if edge.target is None:
            if edge.is_dangling and not edge.reference.optional and _is_about_nodes(edge):
                yield edge.reference.wanted
            return
        for each in self._contraction.nodes_of(edge.target):
            if id(each) in self._roles:
                yield each

    def _stream(self, source: Resource, edge: Edge, target: Resource | str) -> Iterator[Stream]:
        role, relation, origins = self._roles[id(source)], edge.reference.relation, (_field(edge),)
        if isinstance(target, str):
            yield Stream(source, target, relation, origins)
        elif target is source:
            return
        elif role is Role.WORKLOAD:
            yield from self._of_workload(source, target, relation, origins)
        elif role is Role.POLICY:
            yield Stream(source, target, "applies to", origins)
        elif role is Role.ENTRY:
            yield Stream(source, target, "", origins)
        elif role is Role.SCALER and self._roles[id(target)] in _CLOUD:
            yield Stream(target, source, "is measured", origins, dashed=True)
        elif role is Role.SCALER:
            yield Stream(source, target, "scales", origins, dashed=True)
        elif _is_redrive(edge):
            yield Stream(source, target, receives_before(source), origins, dashed=True)
        elif role in _CLOUD and self._roles[id(target)] in _CLOUD:
            yield Stream(source, target, relation, origins)

    def _of_workload(
        self, source: Resource, target: Resource, relation: str, origins: tuple[Origin, ...]
    ) -> Iterator[Stream]:
        other = self._roles[id(target)]
        if other is Role.QUEUE:
            yield from self._reading(source, target, relation, origins)
        elif other in _CLOUD:
            yield Stream(source, target, "publishes" if other is Role.TOPIC else "uses", origins)
        elif other in (Role.WORKLOAD, Role.SERVICE):
            yield Stream(source, target, relation, origins)

    def _reading(
        self, workload: Resource, queue: Resource, relation: str, origins: tuple[Origin, ...]
    ) -> Iterator[Stream]:
        """Give the arrow from a queue to its reader.

        Dead letters are not read by whoever is only named alike. A queue that nothing feeds may
        be written to or read: the manifests do not say which.
        """
        if id(queue) in self._dead and relation == _WORDS:
            return
        if id(queue) in self._fed or relation == _WORDS:
            yield Stream(queue, workload, "is read by", origins)
        else:
            yield Stream(workload, queue, "uses", origins, directed=False)

    def _onlookers(self) -> Iterator[Stream]:
        """Give the tables to whoever is told where DynamoDB is, and names none of them."""
        clouds = clouds_of(self._inventory)
        tables = clouds.by_service.get("dynamodb", ())
        for container in containers(self._inventory):
            workload = container.resource
            variable = next((each for each in container.values if _DYNAMO in each), "")
            if not variable or "://" not in container.values[variable]:
                continue
            named = {id(edge.target) for edge in self._contraction.edges_of(workload)}
            region = container.values.get("AWS_REGION", "")
            if named & {id(each.resource) for each in clouds.made}:
                continue
            origin = origin_of(workload, show(container.path_of(variable)))
            for table in tables:
                if not region or table.place.region in ("", region):
                    yield Stream(workload, table.resource, "looks at", (origin,))


def _field(edge: Edge) -> Origin:
    return origin_of(edge.source, show(edge.reference.path))


def _is_redrive(edge: Edge) -> bool:
    return "redrivePolicy" in edge.reference.path


def _is_about_nodes(edge: Edge) -> bool:
    """Tell whether what a dangling reference names would be a node."""
    keys = edge.reference.keys
    named = any(key.kind == "Service" or is_managed_group(key.group) for key in keys)
    return named or is_managed(edge.source)
