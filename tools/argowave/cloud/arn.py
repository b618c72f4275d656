"""Amazon resource names."""

from __future__ import annotations

from typing import Final, NamedTuple

_PARTS: Final = 6


class Arn(NamedTuple):
    """One ARN in its parts; any of them may be empty or have wildcards."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        """Return the ARN as it is written."""
        return ":".join(("arn", *self))

    @property
    def is_pattern(self) -> bool:
        """Whether it has wildcards or policy variables, so that it may mean several resources."""
        return any(sign in str(self) for sign in ("*", "?", "${"))


def parse_arn(text: str) -> Arn | None:
    """Return the ARN that a text is, None for any other text.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    """
    parts = text.split(":", _PARTS - 1)
    if len(parts) != _PARTS or parts[0] != "arn":
        return None
    return Arn(*parts[1:])


def partition_of(region: str) -> str:
    """Return the partition that a region is in."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"
