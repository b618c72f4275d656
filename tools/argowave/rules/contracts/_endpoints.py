"""Provider configs with who uses them, and variables that redirect AWS clients."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.cloud import config_key, is_managed, parse_group
from argowave.references.configs import CONFIGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.variables import Container
    from argowave.resources import Key, Resource
    from argowave.rules.scene import Scene

# the variables by which AWS' SDKs, gosoline and dynamodb-admin are sent somewhere else
_ENDPOINT: Final = re.compile(
    r"AWS_ENDPOINT_URL(_[A-Z0-9_]+)?|CLOUD_AWS_[A-Z0-9_]*ENDPOINT|"
    r"(AWS|SQS|SNS|S3|DYNAMO|DYNAMODB)_ENDPOINT(_URL)?|LOCALSTACK_(ENDPOINT|URL|HOST)"
)
REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION", "CLOUD_AWS_DEFAULTS_REGION")


def aws_configs(scene: Scene) -> Iterator[Resource]:
    """Give every provider config of AWS."""
    for (group, kind), resources in scene.inventory.by_kind.items():
        parsed = parse_group(group)
        if parsed and parsed.provider == "aws" and not parsed.service and kind in CONFIGS:
            yield from resources


def users_of_configs(scene: Scene) -> dict[Key, list[Resource]]:
    """Return the managed resources of each provider config, by the config's key."""
    found: dict[Key, list[Resource]] = {}
    for resource in scene.inventory.resources:
        key = config_key(resource) if is_managed(resource) else None
        if key is not None:
            found.setdefault(key, []).append(resource)
    return found


def endpoints_of(container: Container) -> Iterator[str]:
    """Give the variables of a container that send AWS clients to an endpoint of their own."""
    for variable in container.numbers:
        if _ENDPOINT.fullmatch(variable) and container.values.get(variable) != "":
            yield variable


def regions_of(container: Container) -> Iterator[tuple[str, str]]:
    """Give (variable, region) for each region that a container states."""
    for variable in REGIONS:
        if container.values.get(variable):
            yield variable, container.values[variable]
