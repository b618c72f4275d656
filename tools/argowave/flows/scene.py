"""What checks look at: AWS, what is declared, and, where it can be asked, the cluster."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argowave.aws import Aws
    from argowave.flows.declared import Declared
    from argowave.kubernetes import ApiServer


@dataclass(frozen=True)
class Scene:
    """Everything that a check may look at."""

    aws: Aws
    declared: tuple[Declared, ...]
    publishes: bool = False  # whether an event of our own may be sent
    server: ApiServer | None = None  # None: no cluster can be asked
    namespace: str = ""  # of the workloads
    scopes: tuple[str, ...] = ("Cluster", "Namespaced")  # of managed resources
    admin_url: str = ""  # DynamoDB Admin's page, "" where it is not looked at
    closed_url: str = ""  # a page that must refuse whoever runs this

    def of_kind(self, *kinds: str) -> tuple[Declared, ...]:
        """Return what is declared of some kinds."""
        return tuple(each for each in self.declared if each.kind in kinds)

    @cached_property
    def account(self) -> str:
        """The account that the key belongs to.

        Raises:
            AwsError: AWS does not say.
        """
        return str(self.aws.call("sts", "get_caller_identity")["Account"])

    def arn(self, declared: Declared) -> str:
        """Return the ARN of a topic or a queue."""
        return self.arn_of(declared.service, declared.name, declared.region)

    def arn_of(self, service: str, name: str, region: str) -> str:
        """Return an ARN, of a name or of what is an ARN already."""
        if name.startswith("arn:"):
            return name
        return f"arn:aws:{service}:{region}:{self.account}:{name}"

    def queue_url(self, name: str) -> str:
        """Return a queue's URL.

        Raises:
            AwsError: there is no such queue.
        """
        return str(self.aws.call("sqs", "get_queue_url", QueueName=name)["QueueUrl"])

    def queue_attributes(self, name: str) -> dict[str, Any]:
        """Return everything that SQS says of a queue.

        Raises:
            AwsError: there is no such queue.
        """
        url = self.queue_url(name)
        answer = self.aws.call("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])
        attributes: dict[str, Any] = answer.get("Attributes", {})
        return attributes

    def aws_command(self, words: str) -> str:
        """Return a command of the AWS CLI with which a person sees the same."""
        target = self.aws.target
        endpoint = f" --endpoint-url {target.endpoint}" if target.endpoint else ""
        return f"aws{endpoint} --region {target.region} {words}"

    def queue_command(self, name: str, attributes: str) -> str:
        """Return a command of the AWS CLI that shows attributes of a queue."""
        url = self.aws_command(f"sqs get-queue-url --queue-name {name} --output text")
        words = f"sqs get-queue-attributes --queue-url $({url}) --attribute-names {attributes}"
        return self.aws_command(words)
