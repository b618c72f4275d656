"""Defects of LocalStack's way in and of its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutations.mutation import Mutation, changed, dropping, removed, replaced, setting
from mutations.pipeline import CONFIG, INFRA

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALSTACK = f"{INFRA}/localstack"


def ingress() -> Iterator[Mutation]:
    """LocalStack's way in from outside of the cluster."""
    path = f"{LOCALSTACK}/ingress.yaml"
    yield replaced(
        "ingress: another service",
        "dangling-reference",
        path,
        'name: "localstack"\n                port',
        'name: "localstac"\n                port',
    )
    yield replaced("ingress: another port", "backend-port", path, "name: edge", "name: http")
    yield changed(
        "ingress: port by number",
        "backend-port",
        path,
        setting(
            {"number": 80}, "spec", "rules", 0, "http", "paths", 0, "backend", "service", "port"
        ),
    )
    ranges = "nginx.ingress.kubernetes.io/whitelist-source-range"
    yield changed(
        "ingress: for everybody",
        "open-range",
        path,
        setting("0.0.0.0/0", "metadata", "annotations", ranges),
    )
    yield changed(
        "ingress: no restriction",
        "unrestricted-ingress",
        path,
        dropping("metadata", "annotations", ranges),
    )
    yield changed(
        "ingress: restriction misspelt",
        "unrestricted-ingress",
        path,
        lambda body: body["metadata"]["annotations"].update(
            {ranges + "s": body["metadata"]["annotations"].pop(ranges)}
        ),
    )


def services() -> Iterator[Mutation]:
    """Its Service, and the EndpointSlice behind that."""
    service, slices = f"{LOCALSTACK}/service.yaml", f"{LOCALSTACK}/endpoint-slice.yaml"
    yield removed("service: gone", "dangling-reference", service)
    yield changed(
        "slice: of no service",
        "dangling-reference",
        slices,
        setting("localstak", "metadata", "labels", "kubernetes.io/service-name"),
    )
    yield changed(
        "slice: another port name",
        "endpoint-slice-port",
        slices,
        setting("http", "ports", 0, "name"),
    )
    yield changed(
        "slice: loopback",
        "endpoint-slice-address",
        slices,
        setting(["127.0.0.1"], "endpoints", 0, "addresses"),
    )
    yield changed(
        "slice: link-local",
        "endpoint-slice-address",
        slices,
        setting(["169.254.1.1"], "endpoints", 0, "addresses"),
    )
    yield changed(
        "slice: without conditions", "never-synced", slices, dropping("endpoints", 0, "conditions")
    )


def credentials() -> Iterator[Mutation]:
    """What it is entered with, and the namespace of all that."""
    path = f"{LOCALSTACK}/credentials.yaml"
    yield removed("credentials: gone", "dangling-reference", path)
    yield changed(
        "credentials: a key gone",
        "missing-key",
        path,
        dropping("stringData", "AWS_SECRET_ACCESS_KEY"),
    )
    yield changed(
        "credentials: real ones",
        "literal-secret",
        path,
        setting("x7Gq" * 10, "stringData", "AWS_SECRET_ACCESS_KEY"),
    )
    yield changed(
        "credentials: no known dummy",
        "literal-secret",
        f"{CONFIG}/localstack-cred.yaml",
        setting(
            "[default]\naws_access_key_id = AKIAQ3ZZ7XKPL4RT2WQ5\naws_secret_access_key = "
            + "x7Gq" * 10
            + "\n",
            "stringData",
            "credentials",
        ),
    )
    yield replaced(
        "namespace: gone",
        "namespace-missing",
        f"{INFRA}/namespace/namespace.yaml",
        '"devopstest"',
        "devops",
    )


def mutations() -> list[Mutation]:
    return [each for group in (ingress, services, credentials) for each in group()]
