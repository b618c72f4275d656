"""Tables of a cluster → the items that came since the rehearsal began."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError
from argowave.rehearse.provider.managed import external_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.aws import Aws
    from argowave.rehearse.cluster import Cluster, LiveObject

_GROUPS = ("dynamodb.aws.upbound.io", "dynamodb.aws.m.upbound.io")
Item = dict[str, Any]  # as boto3 gives it: {"Id": {"S": "…"}}


class Arrivals:
    """Looks at each table before anything can write to it, and then for what is new.

    An emulator that was running already may hold items of an earlier rehearsal.
    """

    def __init__(self, cluster: Cluster, aws: Aws) -> None:
        """Remember where tables are declared, and where they are."""
        self._cluster = cluster
        self._aws = aws
        self._before: dict[str, set[str]] = {}  # by table: the items that were there

    def step(self, _now: float) -> None:
        """Look at every table that was applied since the last look."""
        for table in self._tables():
            name = external_name(table)
            if name not in self._before:
                self._before[name] = {_same(item) for item in self._items(name)}

    def first(self) -> Item | None:
        """Return an item that came since, None while there is none."""
        for table in self._tables():
            name = external_name(table)
            before = self._before.get(name, set())
            # one is enough where every item is new
            items = self._items(name) if before else self._items(name, Limit=1)
            found = next((item for item in items if _same(item) not in before), None)
            if found is not None:
                return found
        return None

    def _tables(self) -> Iterator[LiveObject]:
        for group in _GROUPS:
            yield from self._cluster.of_kind(group, "Table")

    def _items(self, table: str, **limit: int) -> Iterator[Item]:
        more: dict[str, Any] = dict(limit)
        while True:
            try:
                answer = self._aws.call("dynamodb", "scan", TableName=table, **more)
            except AwsError:
                return  # there is no such table yet
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer or limit:
                return
            more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _same(item: Item) -> str:
    return json.dumps(item, sort_keys=True, default=repr)
