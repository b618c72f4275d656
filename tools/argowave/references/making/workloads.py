"""Workloads → their claims, their tokens, and what their commands say that they make."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.references.making.product import ANY, Product
from argowave.references.pods import POD_SPECS, containers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

_MOST_CLAIMS: Final = 100  # of one template; nobody names those of more replicas
_NAME: Final = r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?)"
# --secret-name=NAME: certificates that a program, or a Job of its chart, makes for its webhooks
_FLAG: Final = re.compile(rf"(?<![a-z-])--[a-z-]*secret-name[= ]{_NAME}")
_CREATE: Final = re.compile(
    r"\bcreate (secret (?:generic|tls|docker-registry)|configmap|cm|serviceaccount|sa|namespace|ns)"
    rf" {_NAME}"
)
_CREATED: Final = {
    "configmap": "ConfigMap",
    "cm": "ConfigMap",
    "serviceaccount": "ServiceAccount",
    "sa": "ServiceAccount",
    "namespace": "Namespace",
    "ns": "Namespace",
}


def of_workloads(resource: Resource) -> Iterator[Product]:
    """Give what comes with a workload."""
    known = (resource.group, resource.kind)
    if known == ("apps", "StatefulSet"):
        yield from _claims(resource)
    if known in POD_SPECS:
        for _, container in containers(resource, POD_SPECS[known]):
            words = [*_words(container.get("command")), *_words(container.get("args"))]
            yield from _of_command(resource, " ".join(words))


def _claims(resource: Resource) -> Iterator[Product]:
    """Give TEMPLATE-NAME-ORDINAL for each replica, as the StatefulSet controller names them."""
    replicas, start = resource.at("spec", "replicas"), resource.at("spec", "ordinals", "start")
    first = start if isinstance(start, int) else 0
    count = min(replicas, _MOST_CLAIMS) if isinstance(replicas, int) else 1
    for number, _ in enumerate(resource.items("spec", "volumeClaimTemplates")):
        name = resource.text("spec", "volumeClaimTemplates", number, "metadata", "name")
        for ordinal in range(first, first + count):
            claim = f"{name}-{resource.name}-{ordinal}"
            yield Product("PersistentVolumeClaim", resource.namespace, claim)


def _of_command(resource: Resource, command: str) -> Iterator[Product]:
    if "secret-name" in command:
        for found in _FLAG.finditer(command):
            certain = resource.kind == "Job"
            yield Product("Secret", resource.namespace, found[1], certain=certain)
    if "create " in command:
        for found in _CREATE.finditer(command):
            kind = _CREATED.get(found[1], "Secret")
            yield Product(kind, ANY, found[2], certain=False)


def _words(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
