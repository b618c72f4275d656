"""endpoint-target: an endpoint override where AWS is real, or none where it is emulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from argowave.cloud import parse_queue_url
from argowave.cloud.accounts import emulator_url
from argowave.cloud.queue_url import is_aws_host
from argowave.references.variables import containers
from argowave.rules.contracts._endpoints import aws_configs, endpoints_of, regions_of
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.variables import Container
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

REAL: Final = "aws"
_SAID_REAL: Final = "and this environment is real AWS (aws.target)"
_SAID_EMULATED: Final = "and this environment's AWS is an emulator (aws.target)"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give what goes to the other target; nothing where the environment does not say its own."""
    if scene.aws_target is None:
        return
    is_real = scene.aws_target == REAL
    for config in aws_configs(scene):
        yield from _config(config, is_real=is_real)
    for container in containers(scene.inventory):
        yield from _real(container) if is_real else _emulated(container)
        yield from _urls(container, is_real=is_real)
    for resource in scene.inventory.of_kind("keda.sh", "ScaledObject", "ScaledJob"):
        for number, _ in enumerate(resource.items("spec", "triggers")):
            yield from _trigger(resource, number, is_real=is_real)


def _config(config: Resource, *, is_real: bool) -> Iterator[Finding]:
    url = emulator_url(config)
    if is_real and url:
        path = ("spec", "endpoint", "url", "static")
        yield at(config, path, f"sends calls to {url}, {_SAID_REAL}; take the endpoint out")
    elif not is_real and not config.mapping("spec", "endpoint"):
        message = (
            f"has no endpoint, so its resources are made in real AWS, {_SAID_EMULATED}; "
            "add spec.endpoint"
        )
        yield at(config, ("spec",), message)


def _real(container: Container) -> Iterator[Finding | Undecided]:
    for variable in endpoints_of(container):
        value = container.values.get(variable)
        if value is None:
            what = f"{container.resource.subject} {variable}"
            yield Undecided(what, "its value is not in the manifest")
        elif not _is_aws(value):
            message = f"{variable} is {value}, {_SAID_REAL}; take it out"
            yield at(container.resource, container.path_of(variable), message)


def _emulated(container: Container) -> Iterator[Finding | Undecided]:
    stated = list(endpoints_of(container))
    for variable in stated:
        value = container.values.get(variable)
        if value is not None and _is_aws(value):
            message = f"{variable} is {value}, {_SAID_EMULATED}; name the emulator's URL"
            yield at(container.resource, container.path_of(variable), message)
    region = next(regions_of(container), None)
    if stated or region is None:
        return
    if not container.is_complete:
        what = f"{container.resource.subject} container {container.name}"
        yield Undecided(what, "its endpoint may be among the variables of envFrom")
        return
    message = (
        f"container {container.name} states {region[0]} and no endpoint, so it talks to real "
        f"AWS, {_SAID_EMULATED}; add AWS_ENDPOINT_URL, or what the program reads in its place"
    )
    yield at(container.resource, container.path_of(region[0]), message)


def _urls(container: Container, *, is_real: bool) -> Iterator[Finding]:
    """Give each queue URL of the other target; SDKs send to the URL's host only in part."""
    for variable, value in container.values.items():
        url = parse_queue_url(value)
        if url is not None and url.is_aws != is_real:
            said = _SAID_REAL if is_real else _SAID_EMULATED
            message = f"{variable} is the queue URL {value}, {said}; name the queue there"
            yield at(container.resource, container.path_of(variable), message)


def _trigger(resource: Resource, number: int, *, is_real: bool) -> Iterator[Finding]:
    path = ("spec", "triggers", number)
    kind, endpoint = resource.text(*path, "type"), resource.text(*path, "metadata", "awsEndpoint")
    if not kind.startswith("aws-"):
        return
    if is_real and endpoint and not _is_aws(endpoint):
        message = f"sends KEDA to {endpoint}, {_SAID_REAL}; take it out"
        yield at(resource, (*path, "metadata", "awsEndpoint"), message)
    elif not is_real and (not endpoint or _is_aws(endpoint)):
        message = f"the trigger has no awsEndpoint, so KEDA asks real AWS, {_SAID_EMULATED}; add it"
        yield at(resource, (*path, "metadata"), message)
    text = resource.text(*path, "metadata", "queueURL")
    url = parse_queue_url(text)
    if url is not None and url.is_aws != is_real:
        said = _SAID_REAL if is_real else _SAID_EMULATED
        message = f"is the queue URL {text}, {said}; name the queue there"
        yield at(resource, (*path, "metadata", "queueURL"), message)


def _is_aws(url: str) -> bool:
    try:
        return is_aws_host(urlsplit(url).netloc)
    except ValueError:
        return False


RULE = Rule(
    name="endpoint-target",
    summary="an endpoint override where AWS is real, or none where it is emulated",
    why=(
        "An endpoint that came along from a development environment sends production's calls "
        "nowhere. One that is missing sends a development environment's calls to real AWS: "
        "resources are made, and paid for, in whatever account the key belongs to."
    ),
    mend=(
        "State endpoints in the environments whose aws.target is an emulator, in the provider "
        "config, the workloads and KEDA's triggers, and in no other."
    ),
    source="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
    check=check,
)
