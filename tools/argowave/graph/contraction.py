"""What stands between two nodes and is no node itself: Services with pods, subscriptions, settings.

A Service goes into its Deployment, an EndpointSlice into its Service, a ConfigMap into whoever
reads it; a TopicSubscription becomes the arrow from its topic to its queue.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.graph.model import Role
    from argowave.references import Edge, Graph
    from argowave.resources import Resource

_PODS: Final = "selects the pods of"
_ADDRESSES: Final = "holds the addresses of"
_SUBSCRIPTION: Final = "TopicSubscription"


class Contraction:
    """Which objects are drawn as part of others."""

    def __init__(self, graph: Graph, roles: Mapping[int, Role]) -> None:
        """Take the references, and the roles of everything that could be a node."""
        self._graph = graph
        self._along: dict[int, list[Resource]] = defaultdict(list)
        self._behind: dict[int, list[Resource]] = defaultdict(list)  # Service → workloads
        self.subscriptions: list[Resource] = []
        self.hidden: set[int] = set()
        seen: set[int] = set()
        for edge in graph.edges:
            self._edge(edge, roles)
            source = edge.source
            if id(source) not in seen and source.kind == _SUBSCRIPTION and id(source) in roles:
                self.subscriptions.append(source)
            seen.add(id(source))
        self.hidden |= {id(each) for each in self.subscriptions if self._is_arrow(each, roles)}
        self.subscriptions = [each for each in self.subscriptions if id(each) in self.hidden]

    def _edge(self, edge: Edge, roles: Mapping[int, Role]) -> None:
        source, target, relation = edge.source, edge.target, edge.reference.relation
        if target is None:
            return
        if relation == _PODS and source.kind == "Service" and roles.get(id(target)):
            self._behind[id(source)].append(target)
            self._along[id(target)].append(source)
            self.hidden.add(id(source))
        elif relation == _ADDRESSES:
            self._along[id(target)].append(source)

    def _is_arrow(self, subscription: Resource, roles: Mapping[int, Role]) -> bool:
        """Tell whether a subscription has a node at one end, and one or nothing at the other."""
        ends = self.ends(subscription).values()
        nodes = sum(id(each.target) in roles for each in ends)
        return nodes > 0 and nodes + sum(each.is_dangling for each in ends) > 1

    def ends(self, subscription: Resource) -> dict[str, Edge]:
        """Return the references of a subscription's two ends, by topicArn and endpoint."""
        found: dict[str, Edge] = {}
        for edge in self._graph.of(subscription):
            for field in ("topicArn", "endpoint"):
                if any(str(step).startswith(field) for step in edge.reference.path[2:3]):
                    found.setdefault(field, edge)
        return found

    def along(self, resource: Resource) -> list[Resource]:
        """Return what is drawn as part of a node."""
        return self._along.get(id(resource), [])

    def nodes_of(self, resource: Resource) -> list[Resource]:
        """Return the nodes that a reference to a resource leads to."""
        return self._behind.get(id(resource), [resource])

    def edges_of(self, resource: Resource) -> Iterator[Edge]:
        """Give a node's references, and those of the ConfigMaps that its pods read or mount."""
        for edge in self._graph.of(resource):
            yield edge
            if edge.target is not None and edge.target.kind == "ConfigMap":
                yield from self._graph.of(edge.target)
