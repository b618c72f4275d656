"""Every declared table is active and as it is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError
from argowave.flows.check import Check
from argowave.flows.drift import different, same
from argowave.flows.result import Seen
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.flows.declared import Declared
    from argowave.flows.scene import Scene


class Tables(Check):
    """Tables are there."""

    name = "tables"
    title = "every table is active and as it is declared"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        return "" if scene.of_kind("Table") else "no table is declared"

    def look(self, scene: Scene) -> Seen:
        """Look at each table."""
        tables = scene.of_kind("Table")
        faults = [fault for table in tables for fault in _faults(scene, table)]
        return Seen(f"{count(len(tables), 'table')} looked at", tuple(faults))

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (
            scene.aws_command("dynamodb list-tables"),
            *(
                scene.aws_command(f"dynamodb describe-table --table-name {table.name}")
                for table in scene.of_kind("Table")
            ),
        )


def _faults(scene: Scene, table: Declared) -> Iterator[Finding]:
    try:
        held = scene.aws.call("dynamodb", "describe_table", TableName=table.name)["Table"]
    except AwsError as error:
        if error.code != "ResourceNotFoundException":
            raise
        yield table.finding(f"there is no table {table.name} in {table.region}")
        return
    if held["TableStatus"] != "ACTIVE":
        yield table.finding(f"the table is {held['TableStatus']}, not ACTIVE")
    found = _held(held)
    for field in ("hashKey", "rangeKey", "billingMode", "tableClass", "deletionProtectionEnabled"):
        wanted = table.parameters.get(field)
        if wanted not in (None, "") and not same(wanted, found[field]):
            yield different(table, field, wanted, repr(found[field]))
    for attribute in table.parameters.get("attribute") or []:
        name, type_ = attribute["name"], attribute["type"]
        is_type = {
            each["AttributeName"]: each["AttributeType"] for each in held["AttributeDefinitions"]
        }
        if is_type.get(name) != type_:
            wanted = f"{name} of type {type_}"
            yield different(table, "attribute", wanted, f"type {is_type.get(name)}")
    yield from _recovery(scene, table)


def _recovery(scene: Scene, table: Declared) -> Iterator[Finding]:
    stated = table.parameters.get("pointInTimeRecovery") or {}
    stated = stated[0] if isinstance(stated, list) else stated
    if "enabled" not in stated:
        return
    answer = scene.aws.call("dynamodb", "describe_continuous_backups", TableName=table.name)
    described = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    held = described["PointInTimeRecoveryStatus"] == "ENABLED"
    if held != stated["enabled"]:
        yield different(table, "pointInTimeRecovery.enabled", stated["enabled"], repr(held))


def _held(table: dict[str, Any]) -> dict[str, Any]:
    """Return what DynamoDB holds under the names of forProvider."""
    keys = {each["KeyType"]: each["AttributeName"] for each in table["KeySchema"]}
    return {
        "hashKey": keys.get("HASH"),
        "rangeKey": keys.get("RANGE"),
        "billingMode": table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
        "tableClass": table.get("TableClassSummary", {}).get("TableClass", "STANDARD"),
        "deletionProtectionEnabled": table.get("DeletionProtectionEnabled", False),
    }
