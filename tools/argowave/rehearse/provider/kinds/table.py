"""A DynamoDB table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.errors import AwsError
from argowave.rehearse.provider.kinds.kind import External, Kind, Wanted

if TYPE_CHECKING:
    from argowave.aws import Aws


def observe(aws: Aws, wanted: Wanted) -> External | None:
    """Return the table, None where it does not exist.

    Raises:
        AwsError: keys and attributes do not belong together, as Terraform finds before any call.
    """
    _check(wanted.parameters)
    try:
        table = aws.call("dynamodb", "describe_table", TableName=wanted.name)["Table"]
    except AwsError as error:
        if error.code == "ResourceNotFoundException":
            return None
        raise
    return External(wanted.name, wanted.name, table["TableArn"])


def make(aws: Aws, wanted: Wanted) -> None:
    """Create the table, its recovery and its time to live."""
    stated = wanted.parameters
    keys = [{"AttributeName": stated["hashKey"], "KeyType": "HASH"}]
    if stated.get("rangeKey"):
        keys.append({"AttributeName": stated["rangeKey"], "KeyType": "RANGE"})
    attributes = [
        {"AttributeName": each["name"], "AttributeType": each["type"]}
        for each in stated.get("attribute") or []
    ]
    optional: dict[str, Any] = {}
    if stated.get("billingMode", "PROVISIONED") == "PROVISIONED":
        optional["ProvisionedThroughput"] = {
            "ReadCapacityUnits": stated.get("readCapacity", 0),
            "WriteCapacityUnits": stated.get("writeCapacity", 0),
        }
    if stated.get("streamEnabled"):
        view = stated.get("streamViewType")
        optional["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view}
    aws.call(
        "dynamodb",
        "create_table",
        TableName=wanted.name,
        KeySchema=keys,
        AttributeDefinitions=attributes,
        BillingMode=stated.get("billingMode", "PROVISIONED"),
        TableClass=stated.get("tableClass", "STANDARD"),
        DeletionProtectionEnabled=bool(stated.get("deletionProtectionEnabled")),
        **optional,
    )
    _switch_on(aws, wanted)


def _switch_on(aws: Aws, wanted: Wanted) -> None:
    """Switch on what has a call of its own."""
    if _first(wanted.parameters.get("pointInTimeRecovery")).get("enabled"):
        aws.call(
            "dynamodb",
            "update_continuous_backups",
            TableName=wanted.name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )
    ttl = _first(wanted.parameters.get("ttl"))
    if ttl.get("enabled"):
        specification = {"Enabled": True, "AttributeName": ttl["attributeName"]}
        aws.call(
            "dynamodb",
            "update_time_to_live",
            TableName=wanted.name,
            TimeToLiveSpecification=specification,
        )


def _check(stated: dict[str, Any]) -> None:
    """Raise what Terraform says when the attributes are not exactly the keys."""
    named = {each["name"] for each in stated.get("attribute") or []}
    keys = {stated[field] for field in ("hashKey", "rangeKey") if stated.get(field)}
    indexes = [
        *(stated.get("globalSecondaryIndex") or []),
        *(stated.get("localSecondaryIndex") or []),
    ]
    for index in indexes:
        keys |= {index[field] for field in ("hashKey", "rangeKey") if index.get(field)}
    if named != keys:
        unused, unmatched = sorted(named - keys), sorted(keys - named)
        reason = (
            "cannot compute the instance diff: failed to get *terraform.InstanceDiff: "
            f"all attributes must be indexed. Unused attributes: {unused} "
            f"all indexes must match a defined attribute. Unmatched indexes: {unmatched}"
        )
        call = "dynamodb DescribeTable"
        raise AwsError(call, "", reason)


def _first(value: object) -> dict[str, Any]:
    """Return an object, which older versions of the kind hold in a list of one."""
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, dict) else {}


KIND = Kind("dynamodb", 2, (), observe, make)
