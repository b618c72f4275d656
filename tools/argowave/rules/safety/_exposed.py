"""Ingresses → what they open that lets everybody in: consoles and emulators without a login."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.references.networking import backends
from argowave.references.pods import containers, image_name
from argowave.references.selecting import select_pods
from argowave.resources.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Inventory, Resource

# programs that ask nobody for a password unless they are told to, and can do harm
_OPEN: Final = (
    *("localstack", "ministack", "floci", "moto", "elasticmq", "dynamodb-admin", "dynamodb-local"),
    *("adminer", "phpmyadmin", "redis-commander", "redisinsight", "mongo-express", "kafka-ui"),
    *(
        "akhq",
        "kafdrop",
        "mailhog",
        "mailpit",
        "prometheus",
        "alertmanager",
        "hubble-ui",
        "azurite",
    ),
    *("fake-gcs-server", "opencost-ui", "asynqmon", "sqsadmin", "elasticvue", "cerebro"),
    *("kubernetes-dashboard", "azurite"),
)
_GATES: Final = ("oauth2-proxy", "authelia", "authentik", "pomerium", "vouch")
_OPEN_WORDS: Final = re.compile(rf"(?:.*-)?({'|'.join(_OPEN)})(?:-.*)?\Z")
_GATE_WORDS: Final = re.compile(rf"(?:.*-)?(?:{'|'.join(_GATES)})(?:-.*)?\Z")
# annotations by which whoever comes has to say who he is
_LOGIN: Final = re.compile(
    r"nginx\.ingress\.kubernetes\.io/(?:auth-(?:url|type|secret|tls-secret)|enable-global-auth)"
    r"|nginx\.org/basic-auth-secret|nginx\.com/jwt-key|alb\.ingress\.kubernetes\.io/auth-type"
    r"|haproxy(?:\.org|-ingress\.github\.io)/auth-(?:type|secret|url)"
)


@once
def exposed(inventory: Inventory) -> tuple[tuple[Resource, str, str], ...]:
    """Return (Ingress, host, program) where an Ingress opens a program that has no login."""
    return tuple(_exposed(inventory))


def _exposed(inventory: Inventory) -> Iterator[tuple[Resource, str, str]]:
    by_service = _programs(inventory)
    for ingress in inventory.of_kind("networking.k8s.io", "Ingress"):
        if any(_LOGIN.fullmatch(str(each)) for each in ingress.manifest.annotations):
            continue
        seen: set[tuple[str, str]] = set()
        for path in backends(ingress):
            service = ingress.text(*path, "name")
            found = (_host(ingress, path), _program(ingress, path, service, by_service))
            if found[1] and found not in seen:
                seen.add(found)
                yield ingress, *found


def program_of(name: str) -> str:
    """Return the program without a login that a name names, "" where it names none."""
    found = _OPEN_WORDS.match(name.lower())
    return found[1] if found and not _GATE_WORDS.match(name.lower()) else ""


def _program(
    ingress: Resource,
    path: tuple[str | int, ...],
    service: str,
    by_service: dict[tuple[str, str, str], list[str]],
) -> str:
    """Return the program behind a backend: by its images, else by its name, else by the host."""
    images = by_service.get((ingress.cluster, ingress.namespace, service))
    if images:
        if any(_GATE_WORDS.match(image) for image in images):
            return ""
        return next((program for image in images if (program := program_of(image))), "")
    return program_of(service) or (
        "" if _GATE_WORDS.match(service.lower()) else program_of(_host(ingress, path).split(".")[0])
    )


def _programs(inventory: Inventory) -> dict[tuple[str, str, str], list[str]]:
    """Return {(cluster, namespace, Service): names of the images behind it}."""
    wanted = {
        (each.cluster, each.namespace, each.text(*path, "name"))
        for each in inventory.of_kind("networking.k8s.io", "Ingress")
        for path in backends(each)
    }
    found: dict[tuple[str, str, str], list[str]] = {}
    for service in inventory.of_kind("", "Service"):
        key = (service.cluster, service.namespace, service.name)
        selector = service.mapping("spec", "selector")
        if key in wanted and selector:
            found[key] = [
                image
                for workload, pod in select_pods(inventory, service, selector)
                for image in image_names(workload, pod)
            ]
    return found


def image_names(resource: Resource, pod: tuple[str | int, ...]) -> list[str]:
    """Return the last words of a pod's images: dynamodb-admin for a/dynamodb-admin:5."""
    return [
        image_name(image).lower()
        for path, container in containers(resource, pod)
        if path[-2] == "containers" and isinstance(image := container.get("image"), str)
    ]


def _host(ingress: Resource, path: tuple[str | int, ...]) -> str:
    return ingress.text(*path[:3], "host") if path[1] == "rules" else ""
