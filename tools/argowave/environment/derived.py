"""What follows from an environment: names, ARNs and the endpoint, each said here and only here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# the longest name that each service takes (AWS's API references: CreateTopic, CreateQueue,
# CreateTable)
LONGEST: Final = {
    "topic": ("SNS", 256),
    "queue": ("SQS", 80),
    "dead_letter_queue": ("SQS", 80),
    "table": ("DynamoDB", 255),
}


def derive_names(name: str, values: dict[str, Any]) -> dict[str, str]:
    """Return the names of the pipeline's cloud resources.

    They follow the pattern that the images have built in,
    `{project}-{env}-{family}-{app}-{stream}`, so they cannot be chosen freely.
    """
    naming = values["naming"]

    def of(app: str) -> str:
        parts = (naming["project"], name, naming["family"], app, naming["stream"])
        return "-".join(parts)

    return {
        "topic": of("producer"),
        "queue": of("consumer"),
        "dead_letter_queue": f"{of('consumer')}-dead",
        "table": of("consumer"),
    }


def too_long(names: dict[str, str]) -> Iterator[str]:
    """Yield what AWS would say of each name that is longer than its service takes."""
    for key, (service, longest) in LONGEST.items():
        name = names[key]
        if len(name) > longest:
            yield f"makes {name}, {len(name)} characters; {service} takes {longest}"


def derive_arns(names: dict[str, str], values: dict[str, Any]) -> dict[str, str]:
    """Return the ARN of each name, in the partition `aws`."""
    region, account = values["aws"]["region"], values["aws"]["account"]
    place = f"{region}:{account}"
    return {
        "topic": f"arn:aws:sns:{place}:{names['topic']}",
        "queue": f"arn:aws:sqs:{place}:{names['queue']}",
        "dead_letter_queue": f"arn:aws:sqs:{place}:{names['dead_letter_queue']}",
        "table": f"arn:aws:dynamodb:{place}:table/{names['table']}",
    }


def derive_endpoint(values: dict[str, Any]) -> str | None:
    """Return the URL of LocalStack inside the cluster, None where the target is real AWS."""
    if values["aws"]["target"] != "localstack":
        return None
    localstack = values["localstack"]
    host = f"{localstack['service']}.{values['namespace']}.svc.cluster.local"
    return f"http://{host}:{localstack['port']}"


def derive_queue_urls(
    names: dict[str, str], values: dict[str, Any], endpoint: str | None
) -> dict[str, str]:
    """Return the URL of each queue, as AWS or LocalStack would give it."""
    host = endpoint or f"https://sqs.{values['aws']['region']}.amazonaws.com"
    account = values["aws"]["account"]
    return {key: f"{host}/{account}/{names[key]}" for key in ("queue", "dead_letter_queue")}
