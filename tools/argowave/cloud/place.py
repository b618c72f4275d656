"""One resource's place in AWS."""

from __future__ import annotations

from typing import Final, NamedTuple

# service → (kind, the word for it)
KINDS: Final = {
    "sns": ("Topic", "SNS topic"),
    "sqs": ("Queue", "SQS queue"),
    "dynamodb": ("Table", "DynamoDB table"),
}


class Place(NamedTuple):
    """A topic, queue or table of AWS, whoever makes it."""

    service: str  # sns, sqs, dynamodb
    region: str  # "" where nothing says it
    account: str  # "" where nothing says it
    name: str

    @property
    def kind(self) -> str:
        """The managed resource's kind."""
        return KINDS[self.service][0]

    def __str__(self) -> str:
        """Return the resource in words: SQS queue jobs in eu-central-1 of account 000000000000."""
        return f"{KINDS[self.service][1]} {self.name} {self.where}".rstrip()

    @property
    def where(self) -> str:
        """Region and account in words, as far as they are known."""
        region = f"in {self.region}" if self.region else ""
        whose = f"of account {self.account}" if self.account else ""
        return f"{region} {whose}".strip()
