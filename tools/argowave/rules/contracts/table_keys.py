"""table-keys: keys and indexes of a table against its attributes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.cloud.managed import is_made, parameter_path, parameters, text_of
from argowave.rules.contracts._policies import aws_resources, made_by
from argowave.rules.contracts._tables import GLOBAL, LOCAL, entries, is_copy, tables
from argowave.rules.rule import Rule, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

    Path = tuple[str | int, ...]

_TYPES: Final = ("S", "N", "B")


def check(scene: Scene) -> Iterator[Finding]:
    """Give what is wrong with the keys of each table and each item."""
    for table in tables(scene):
        if not is_copy(table):
            yield from _table(table)
    for resource, service in aws_resources(scene):
        if (service, resource.kind) == ("dynamodb", "TableItem") and is_made(resource):
            yield from _item(scene, resource)


def _table(table: Resource) -> Iterator[Finding]:
    attributes = {
        name: path
        for path, each in entries(table, "attribute")
        if isinstance(name := each.get("name"), str)
    }
    yield from _types(table)
    hash_key = text_of(table, "hashKey")
    if not hash_key:
        yield at(table, ("spec", "forProvider"), "has no hashKey; every table needs one")
        return
    used = set()
    for path, key in _keys(table):
        used.add(key)
        if key not in attributes:
            shown = ", ".join(attributes) or "none"
            message = (
                f"{key} is not among the attributes ({shown}); add it to attribute, or mend the "
                f"name"
            )
            yield at(table, path, message)
    for name, path in attributes.items():
        if name not in used:
            message = (
                f"attribute {name} is no key of the table or of an index; AWS takes only those, "
                f"take it out"
            )
            yield at(table, path, message)
    if text_of(table, "rangeKey") == hash_key:
        message = f"is {hash_key}, which is the hashKey already"
        yield at(table, parameter_path(table, "rangeKey"), message)
    yield from _indexes(table)


def _types(table: Resource) -> Iterator[Finding]:
    for path, each in entries(table, "attribute"):
        stated = each.get("type")
        if stated not in _TYPES:
            message = f"is {stated}; a key is S (text), N (number) or B (binary)"
            yield at(table, (*path, "type"), message)


def _keys(table: Resource) -> Iterator[tuple[Path, str]]:
    for field in ("hashKey", "rangeKey"):
        if text_of(table, field):
            yield parameter_path(table, field), text_of(table, field)
    for index in (GLOBAL, LOCAL):
        for path, each in entries(table, index):
            for field in ("hashKey", "rangeKey"):
                if isinstance(each.get(field), str) and each[field]:
                    yield (*path, field), each[field]
            schema = each.get("keySchema")
            for number, part in enumerate(schema if isinstance(schema, list) else ()):
                if isinstance(part, dict) and isinstance(part.get("attributeName"), str):
                    yield (*path, "keySchema", number, "attributeName"), part["attributeName"]


def _indexes(table: Resource) -> Iterator[Finding]:
    seen: set[str] = set()
    for field in (GLOBAL, LOCAL):
        for path, index in entries(table, field):
            name = index.get("name")
            if isinstance(name, str) and name in seen:
                yield at(table, (*path, "name"), f"two indexes have the name {name}")
            if isinstance(name, str):
                seen.add(name)
    if entries(table, LOCAL) and not text_of(table, "rangeKey"):
        path = parameter_path(table, LOCAL)
        message = "a local index needs a table with a rangeKey, and this one has none"
        yield at(table, path, message)


def _item(scene: Scene, item: Resource) -> Iterator[Finding]:
    table = made_by(scene, item, "tableName")
    if table is None:
        return
    stated = _item_attributes(parameters(item).get("item"))
    for field in ("hashKey", "rangeKey"):
        own, wanted = text_of(item, field), text_of(table.resource, field)
        path = parameter_path(item, field)
        if own != wanted:
            message = (
                f"is {own or 'nothing'}, and {place(table.resource)} has the {field} "
                f"{wanted or 'nothing'}"
            )
            yield at(item, path, message)
        elif own and stated is not None and own not in stated:
            message = f"is {own}, which the item does not have"
            yield at(item, path, message)


def _item_attributes(text: object) -> dict[str, Any] | None:
    try:
        found = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


RULE = Rule(
    name="table-keys",
    summary="keys and indexes of a table do not fit its attributes",
    why=(
        "Every key of a table and of its indexes has to be among the attributes, and every "
        "attribute has to be such a key. The provider refuses anything else: the table is never "
        "made, and has no Ready condition at all."
    ),
    mend="List in attribute exactly the keys of the table and of its indexes, with their types.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
    check=check,
)
