"""Strimzi's topics, users, node pools and connectors name their cluster by a label.

Source: the labels of Strimzi's custom resources (strimzi.io/docs, "Kafka topic resource" and the
like). What belongs to a cluster that no name here is near is another repository's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer
from argowave.resources.key import Key
from argowave.words.slip import slip_of_name, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Resource

_GROUP: Final = "kafka.strimzi.io"
_LABEL: Final = "strimzi.io/cluster"
_SHORT: Final = 3  # letters
_KAFKA: Final = ("KafkaTopic", "KafkaUser", "KafkaNodePool", "KafkaRebalance")
_PARTS: Final = {**dict.fromkeys(_KAFKA, "Kafka"), "KafkaConnector": "KafkaConnect"}


def kafka_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the cluster of each, in whichever namespace: operators may watch another one."""
    for part, whole in _PARTS.items():
        clusters = inventory.of_kind(_GROUP, whole)
        for resource in inventory.of_kind(_GROUP, part) if clusters else ():
            yield from _of_cluster(resource, whole, clusters)


def _near(name: str, names: list[str]) -> str:
    """Return the cluster that a name is a slip of; another number, or a short name, is none."""
    return slip_of_name(name, names) if len(words_of(name)) > _SHORT else ""


def _of_cluster(
    resource: Resource, whole: str, clusters: tuple[Resource, ...]
) -> Iterator[Reference]:
    labels = resource.manifest.metadata.get("labels")
    name = labels.get(_LABEL) if isinstance(labels, dict) else None
    if not isinstance(name, str) or not name:
        return
    names = sorted({each.name for each in clusters})
    near = "" if name in names else _near(name, names)
    if name in names or near:
        spaces = dict.fromkeys((resource.namespace, *(each.namespace for each in clusters)))
        keys = tuple(Key(resource.cluster, _GROUP, whole, space, name) for space in spaces)
        yield refer(
            resource, ("metadata", "labels", _LABEL), keys, "belongs to", need=Need.NONE, meant=near
        )
