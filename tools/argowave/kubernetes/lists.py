"""Managed resources and pods, as an API server lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.kubernetes.server import ApiServer

# plural → (service of its API group, kind)
_PLURALS = {
    "topics": ("sns", "Topic"),
    "queues": ("sqs", "Queue"),
    "topicsubscriptions": ("sns", "TopicSubscription"),
    "queuepolicies": ("sqs", "QueuePolicy"),
    "tables": ("dynamodb", "Table"),
}
KINDS = tuple(_PLURALS)
FLAVOURS = {"Cluster": "aws.upbound.io", "Namespaced": "aws.m.upbound.io"}  # by scope


def list_managed(
    server: ApiServer, namespace: str, scopes: Iterable[str] = FLAVOURS
) -> list[dict[str, Any]]:
    """Return the managed resources of the pipeline's kinds.

    Args:
        server: the API server.
        namespace: where namespaced ones are looked for.
        scopes: Cluster, Namespaced or both; kinds that the cluster does not know are passed over.

    Raises:
        ProgramError: the API server does not answer, or refuses.
    """
    found = []
    for plural, (service, kind) in _PLURALS.items():
        for scope in scopes:
            group = f"{service}.{FLAVOURS[scope]}"
            version = _version(server, group, plural)
            if version is None:
                continue
            within = f"/namespaces/{namespace}" if scope == "Namespaced" else ""
            path = f"/apis/{group}/{version}{within}/{plural}"
            found += [
                {"apiVersion": f"{group}/{version}", "kind": kind, **each}
                for each in _items(server, path)
            ]
    return found


def list_pods(server: ApiServer, namespace: str) -> list[dict[str, Any]]:
    """Return the pods of a namespace.

    Raises:
        ProgramError: the API server does not answer, or refuses.
    """
    return _items(server, f"/api/v1/namespaces/{namespace}/pods")


def _version(server: ApiServer, group: str, plural: str) -> str | None:
    """Return the preferred version of a kind, None where the cluster does not know it."""
    described = server.get(f"/apis/{group}")
    if described is None:
        return None
    version = str(described["preferredVersion"]["version"])
    listed = server.get(f"/apis/{group}/{version}") or {}
    known = any(each.get("name") == plural for each in listed.get("resources", []))
    return version if known else None


def _items(server: ApiServer, path: str) -> list[dict[str, Any]]:
    listed = server.get(path) or {}
    items: list[dict[str, Any]] = listed.get("items", [])
    return items
