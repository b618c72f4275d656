"""endpoint-services: a provider config's endpoint leaves out a service that is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import parse_group
from argowave.cloud.accounts import emulator_url
from argowave.rules.contracts._endpoints import aws_configs, users_of_configs
from argowave.rules.rule import Rule, Undecided, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

# services whose API group has the name that the provider's list of endpoints has
_SAME_NAME: Final = frozenset(
    [
        "acm",
        "apigateway",
        "apigatewayv2",
        "athena",
        "autoscaling",
        "cloudformation",
        "cloudfront",
        "dynamodb",
        "ec2",
        "ecr",
        "ecs",
        "efs",
        "eks",
        "elasticache",
        "elb",
        "elbv2",
        "firehose",
        "glue",
        "iam",
        "kafka",
        "kinesis",
        "kms",
        "lambda",
        "opensearch",
        "rds",
        "redshift",
        "route53",
        "s3",
        "secretsmanager",
        "sfn",
        "sns",
        "sqs",
        "ssm",
    ]
)


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each service whose calls leave for real AWS."""
    users = users_of_configs(scene)
    for config in aws_configs(scene):
        url = emulator_url(config)
        if not url:
            continue
        listed = {
            each for each in config.items("spec", "endpoint", "services") if isinstance(each, str)
        }
        for service, user in sorted(_services(users.get(config.key, [])).items()):
            if service in listed:
                continue
            if service not in _SAME_NAME:
                why = f"how endpoint.services calls {service} is not known"
                yield Undecided(f"{config.subject} → {service}", why)
                continue
            message = (
                f"leaves out {service}, which {place(user)} uses; its calls go to real AWS, not "
                f"to {url}; add {service}"
            )
            yield at(config, _path(config), message)


def _services(users: list[Resource]) -> dict[str, Resource]:
    """Return the services in use, each with the first managed resource that uses it."""
    found: dict[str, Resource] = {}
    for user in users:
        group = parse_group(user.group)
        if group:
            found.setdefault(group.service, user)
    return found


def _path(config: Resource) -> tuple[str | int, ...]:
    path = ("spec", "endpoint", "services")
    return path if config.at(*path) is not None else ("spec", "endpoint")


RULE = Rule(
    name="endpoint-services",
    summary="a provider config's endpoint leaves out a service that is in use",
    why=(
        "The endpoint of a provider config counts only for the services that it lists. Calls of "
        "any other service leave for real AWS, with the emulator's key: they fail there, or worse, "
        "do not."
    ),
    mend="Add the service to spec.endpoint.services.",
    source="https://docs.localstack.cloud/aws/integrations/infrastructure-as-code/crossplane/",
    check=check,
)
