"""Any text with the name of a Service in the cluster's DNS → that Service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.references.reference import refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory

# NAME.NAMESPACE.svc, maybe with the cluster's domain behind it and a pod's name before it: docs of
# Kubernetes, "DNS for Services and Pods". What follows a variable is only part of a name.
HOST: Final = re.compile(
    r"(?<![A-Za-z0-9)}-])([a-z]([a-z0-9-]*[a-z0-9])?)\.([a-z0-9]([a-z0-9-]*[a-z0-9])?)\.svc"
    r"(?![A-Za-z0-9-])"
)
_MARK: Final = ".svc"
# what holds text about other things: scripts, documents, and what Argo CD itself is told. What an
# Application is told reaches its own cluster with its manifests; a certificate is asked for before
# there is a Service, and a ServiceEntry makes the hosts that it states.
_LEFT_OUT: Final = frozenset(
    (
        *("CustomResourceDefinition", "ConfigMap", "Secret", "Certificate", "ServiceEntry"),
        *("AppProject", "ApplicationSet"),
    )
)
_API_SERVER: Final = ("kubernetes", "default")
_SKIPPED: Final = ("metadata", "status")


def service_references(inventory: Inventory) -> Iterator[Reference]:
    """Give each Service that a URL or host in an object names, each once an object."""
    for resource in inventory.resources:
        if resource.kind in _LEFT_OUT or resource.application is None:
            continue
        if not resource.manifest.document.may_say(_MARK):
            continue
        application = inventory.application_of(resource)
        cluster = inventory.cluster_of(application) if application else resource.cluster
        seen: set[Key] = set()
        for path, text in _texts(resource.body, ()):
            for found in HOST.finditer(text):
                key = Key(cluster, "", "Service", found[3], found[1])
                if key not in seen and (found[1], found[3]) != _API_SERVER:
                    seen.add(key)
                    yield refer(resource, path, key, "calls")


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if _MARK in value:
            yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            if path or key not in _SKIPPED:
                yield from _texts(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, (*path, number))
