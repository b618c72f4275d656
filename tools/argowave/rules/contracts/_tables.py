"""DynamoDB tables and their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.cloud.managed import is_made, parameter_path, parameters
from argowave.rules.contracts._policies import aws_resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource
    from argowave.rules.scene import Scene

GLOBAL: Final = "globalSecondaryIndex"
LOCAL: Final = "localSecondaryIndex"
# a table that is made of another one takes its keys and its billing from there
_COPIED: Final = ("restoreSourceName", "restoreSourceTableArn", "importTable")


def tables(scene: Scene) -> Iterator[Resource]:
    """Give every table that the provider is to make, not only to observe."""
    for resource, service in aws_resources(scene):
        if (service, resource.kind) == ("dynamodb", "Table") and is_made(resource):
            yield resource


def is_copy(table: Resource) -> bool:
    """Tell whether a table is restored or imported."""
    return any(parameters(table).get(field) for field in _COPIED)


def entries(table: Resource, field: str) -> list[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Return (path, mapping) for each mapping of a list among the parameters."""
    value = parameters(table).get(field)
    path = parameter_path(table, field)
    return [
        ((*path, number), each)
        for number, each in enumerate(value if isinstance(value, list) else ())
        if isinstance(each, dict)
    ]
