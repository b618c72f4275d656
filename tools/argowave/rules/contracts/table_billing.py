"""table-billing: a table's billing mode against its capacities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.cloud.managed import parameter_path, parameters, text_of
from argowave.rules.contracts._tables import GLOBAL, entries, is_copy, tables
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

    Path = tuple[str | int, ...]

_CAPACITIES: Final = ("readCapacity", "writeCapacity")
_ON_DEMAND: Final = "PAY_PER_REQUEST"
_PROVISIONED: Final = "PROVISIONED"


def check(scene: Scene) -> Iterator[Finding]:
    """Give what is wrong with the capacities of each table and its global indexes."""
    for table in tables(scene):
        mode = text_of(table, "billingMode") or _PROVISIONED
        if mode == _ON_DEMAND:
            yield from _on_demand(table)
        elif mode == _PROVISIONED and not is_copy(table):
            yield from _provisioned(table)


def _on_demand(table: Resource) -> Iterator[Finding]:
    for path, value in _capacities(table):
        if value is not None and value != 0:
            message = (
                f"is {value}, and billingMode is {_ON_DEMAND}, which has no capacities; take it "
                f"out, or the provider updates the table without end"
            )
            yield at(table, path, message)


def _provisioned(table: Resource) -> Iterator[Finding]:
    stated = (
        "is PROVISIONED"
        if text_of(table, "billingMode")
        else "is not stated, which means PROVISIONED"
    )
    for path, value in _capacities(table):
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 1:
            shown = "is missing" if value is None else f"is {value}"
            message = f"{shown}, and billingMode {stated}; state 1 or more, or {_ON_DEMAND}"
            yield at(table, path, message)
    if parameters(table).get("onDemandThroughput"):
        path = parameter_path(table, "onDemandThroughput")
        message = f"is for {_ON_DEMAND}, and billingMode {stated}"
        yield at(table, path, message)


def _capacities(table: Resource) -> Iterator[tuple[Path, Any]]:
    """Give (path, value or None) for the capacities of a table and of its global indexes."""
    stated = parameters(table)
    for field in _CAPACITIES:
        yield parameter_path(table, field), stated.get(field)
    for path, index in entries(table, GLOBAL):
        for field in _CAPACITIES:
            yield (*path, field), index.get(field)


RULE = Rule(
    name="table-billing",
    summary="a table's capacities do not fit its billing mode",
    why=(
        "A provisioned table is not made without capacities. A table that is billed by request "
        "has none: stated all the same, the provider updates it without end, and everything is "
        "shown as Ready."
    ),
    mend=(
        "State readCapacity and writeCapacity of the table and of each global index with "
        "PROVISIONED, and none with PAY_PER_REQUEST."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html",
    check=check,
)
