"""A picture's parts: plain values, with the objects that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argowave.resources import Resource


class Role(StrEnum):
    """What a node is to a reader; writers give each its shape and colour."""

    APPLICATION = "application"
    WAVE = "wave"
    ENTRY = "entry"  # where requests come in: an Ingress, a route
    WORKLOAD = "workload"
    SCALER = "scaler"
    SERVICE = "service"
    TOPIC = "topic"
    QUEUE = "queue"
    TABLE = "table"
    POLICY = "policy"
    RESOURCE = "resource"  # any other managed resource
    MISSING = "missing"  # named, and nowhere


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """One object, or one field of it, in the words in which findings name it."""

    subject: str  # Kind/name
    application: str  # environment and Application that apply it: dev/pipeline; "" for the root's
    namespace: str  # "" for what is cluster-scoped
    path: str  # the file, relative to the repository
    line: int | None  # None where a chart makes it
    pointer: str = ""  # $.spec.forProvider.topicArnRef.name, or "" for the whole object


@dataclass(frozen=True, slots=True)
class Node:
    """One box."""

    id: str  # n0, n1…: unique in its picture, the same whenever the tree is the same
    role: Role
    kind: str  # as the manifests spell it, "" where there is none
    name: str
    notes: tuple[str, ...] = ()  # lines below the name
    origins: tuple[Origin, ...] = ()  # what it stands for, the one with its name first

    @property
    def subject(self) -> str:
        """Kind/name, or the name where there is no kind."""
        return f"{self.kind}/{self.name or '?'}" if self.kind else self.name


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow."""

    id: str  # l0, l1…
    source: str  # id of a node
    target: str
    label: str = ""
    dashed: bool = False  # a wave that does not wait; what a message takes only when it fails
    directed: bool = True  # False where the manifests do not say which way
    origins: tuple[Origin, ...] = ()  # the fields, and the objects, that make the link


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and what connects them; a link's ends are always among the nodes."""

    title: str
    description: str  # one sentence: what is shown, and what is left out
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def origin_of(resource: Resource, pointer: str = "") -> Origin:
    """Return the origin of a resource or of one of its fields."""
    manifest = resource.manifest
    return Origin(
        resource.subject,
        manifest.application or "",
        resource.namespace,
        manifest.document.source,
        manifest.line,
        pointer,
    )
