"""A URL that a pod or the provider uses → where it leads: cluster DNS, Services, their backends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.rehearse.cluster import Cluster, LiveObject

_AWS = re.compile(r"(^|\.)amazonaws\.com$")
_CLUSTER = re.compile(r"([a-z0-9-]+)\.([a-z0-9-]+)(\.svc(\.cluster\.local)?)?")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Route:
    """Where a URL leads."""

    host: str
    target: str | None  # the emulator's URL, None where the URL leads nowhere
    reason: str = ""  # why it leads nowhere


class Network:
    """What the cluster's DNS, its Services and the way out of it lead to."""

    def __init__(
        self,
        cluster: Cluster,
        emulator: str,
        outside: frozenset[tuple[str, int]],
        *,
        real_aws: bool,
    ) -> None:
        """Remember what is reachable.

        Args:
            cluster: its Services and EndpointSlices are looked up when they are asked for.
            emulator: the emulator's URL.
            outside: addresses and ports outside the cluster at which LocalStack listens.
            real_aws: whether the environment is on real AWS, which the emulator then stands for.
        """
        self._cluster = cluster
        self._emulator = emulator
        self._outside = outside
        self._real_aws = real_aws

    def resolve(self, url: str, namespace: str = "") -> Route:
        """Return where a URL leads, as seen from a pod of `namespace`."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not host:
            return Route(url, None, f"'{url}' is no URL")
        if _AWS.search(host):
            if self._real_aws:
                return Route(host, self._emulator)
            return Route(host, None, "that is real AWS, which a rehearsal never calls")
        port = parts.port or _PORTS.get(parts.scheme, 80)
        if (host, port) in self._outside:
            return Route(host, self._emulator)
        found = _CLUSTER.fullmatch(host) or _CLUSTER.fullmatch(f"{host}.{namespace}")
        service = self._cluster.get("", "Service", found[2], found[1]) if found else None
        if service is None:
            return Route(host, None, "no such host")
        reason = self._reach(service, port)
        return Route(host, None if reason else self._emulator, reason)

    def _reach(self, service: LiveObject, port: int) -> str:
        """Return why a Service does not lead to LocalStack, "" where it does."""
        ports = _objects(service.body.get("spec"), "ports")
        entry = next((each for each in ports if each.get("port") == port), None)
        if entry is None:
            return f"{service.resource.subject} has no port {port}"
        name = entry.get("name") or ""
        for piece in self._cluster.of_kind("discovery.k8s.io", "EndpointSlice"):
            if _serves(piece, service) and self._leads_out(piece, name):
                return ""
        return f"{service.resource.subject} has no ready endpoint at LocalStack's address"

    def _leads_out(self, piece: LiveObject, port_name: str) -> bool:
        ports = [
            each.get("port")
            for each in _objects(piece.body, "ports")
            if (each.get("name") or "") == port_name
        ]
        addresses = [
            address
            for each in _objects(piece.body, "endpoints")
            if (each.get("conditions") or {}).get("ready", True)
            for address in each.get("addresses") or []
        ]
        return any((address, port) in self._outside for address in addresses for port in ports)


def _serves(piece: LiveObject, service: LiveObject) -> bool:
    labelled = piece.resource.labels.get("kubernetes.io/service-name")
    return labelled == service.key.name and piece.key.namespace == service.key.namespace


def _objects(body: Mapping[str, Any] | None, name: str) -> list[dict[str, Any]]:
    listed = (body or {}).get(name) or []
    return [each for each in listed if isinstance(each, dict)]
