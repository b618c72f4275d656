"""Defects of the infrastructure: managed resources, providers, LocalStack's Service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutations.mutation import (
    RENDERED,
    Mutation,
    added,
    body_of,
    changed,
    dropping,
    removed,
    replaced,
    setting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

INFRA = f"{RENDERED}/infra"
PIPELINE = f"{INFRA}/pipeline"
CONFIG = f"{INFRA}/crossplane/config"
PROVIDERS = f"{INFRA}/crossplane/providers"
WAVE = ("metadata", "annotations", "argocd.argoproj.io/sync-wave")
FILES = {
    "table": f"{PIPELINE}/dynamodb-table.yaml",
    "policy": f"{PIPELINE}/sqs-policy.yaml",
    "dead-letter queue": f"{PIPELINE}/dead-letter-queue.yaml",
    "subscription": f"{PIPELINE}/sns-subscription.yaml",
    "topic": f"{PIPELINE}/sns-topic.yaml",
    "queue": f"{PIPELINE}/sqs-queue.yaml",
}
REFERENCES = (
    ("policy", "queueUrlRef"),
    ("subscription", "topicArnRef"),
    ("subscription", "endpointRef"),
)


def managed() -> Iterator[Mutation]:
    """Each managed resource, each field that leads somewhere."""
    for name, path in FILES.items():
        ref = ("spec", "providerConfigRef", "name")
        yield changed(
            f"{name}: unknown provider config", "provider-config-missing", path,
            setting("defualt", *ref),
        )  # fmt: skip
    for name, field in REFERENCES:
        field_path = ("spec", "forProvider", field, "name")
        yield changed(
            f"{name}: {field} to nothing", "dangling-reference", FILES[name],
            setting("justtrack-dev-devops-other-events", *field_path),
        )  # fmt: skip
    for name in ("topic", "queue"):
        yield removed(f"{name}: gone", "dangling-reference", FILES[name])
    yield removed("dead-letter queue: gone", "redrive", FILES["dead-letter queue"])


def waves() -> Iterator[Mutation]:
    """Each managed resource that others need, too late; each that needs others, too early."""
    late = {"topic": "2", "queue": "2", "dead-letter queue": "1"}
    for name, wave in late.items():
        yield changed(f"{name}: in wave {wave}", "wave-order", FILES[name], setting(wave, *WAVE))
    for name, wave in (("policy", "1"), ("subscription", "1"), ("queue", "0")):
        yield changed(f"{name}: in wave {wave}", "wave-order", FILES[name], setting(wave, *WAVE))
    secret, config = f"{CONFIG}/localstack-cred.yaml", f"{CONFIG}/provider-config.yaml"
    yield changed("secret: after its config", "wave-order", secret, setting("2", *WAVE))
    yield changed("config: before its secret", "wave-order", config, setting("-1", *WAVE))


def policies() -> Iterator[Mutation]:
    """A queue policy that lets nobody in, or somebody else."""
    words = {
        "another region": ('"arn:aws:sqs:eu-central-1:', '"arn:aws:sqs:eu-west-1:', "policy-arn"),
        "another account": ("sns:eu-central-1:0000", "sns:eu-central-1:0001", "queue-policy"),
        "another topic": ("devops-producer-events", "devops-product-events", "queue-policy"),
        "topic's region": ("aws:sns:eu-central-1", "aws:sns:eu-central-2", "queue-policy"),
        "another queue": ('consumer-events",\n', 'consumer-event",\n', "policy-arn"),
        "deny": ('"Allow"', '"Deny"', "queue-policy"),
        "receive": ("sqs:SendMessage", "sqs:ReceiveMessage", "queue-policy"),
        "another service": ("sns.amazonaws.com", "s3.amazonaws.com", "queue-policy"),
        "a misspelt operator's key": ("aws:SourceArn", "aws:SourceAccount", "queue-policy"),
    }  # fmt: skip
    for name, (old, new, rule) in words.items():
        yield replaced(f"policy: {name}", rule, FILES["policy"], old, new)


def queues() -> Iterator[Mutation]:
    """Redrive."""
    path = FILES["queue"]
    yield replaced("queue: redrive to nobody", "redrive", path, "events-dead", "events-deed")
    yield replaced("queue: redrive elsewhere", "redrive", path, "sqs:eu-central-1", "sqs:eu-west-1")
    yield replaced(
        "queue: redrive with blanks", "redrive-blanks", path, '\\",\\"max', '\\", \\"max'
    )
    arn = "arn:aws:sqs:eu-central-1:000000000000:justtrack-dev-devops-consumer-events-dead"
    beside = f"{PIPELINE}/redrive.yaml"
    yield added("queue: a redrive policy beside it", "redrive-conflict", beside, f"""
apiVersion: sqs.aws.upbound.io/v1beta1
kind: QueueRedrivePolicy
metadata:
  name: redrive
  annotations: {{argocd.argoproj.io/sync-wave: "2"}}
spec:
  providerConfigRef: {{name: default}}
  forProvider:
    region: eu-central-1
    queueUrlRef: {{name: justtrack-dev-devops-consumer-events}}
    redrivePolicy: '{{"deadLetterTargetArn":"{arn}","maxReceiveCount":5}}'
""")  # fmt: skip


def tables() -> Iterator[Mutation]:
    """Keys and billing."""
    path = FILES["table"]
    yield changed(
        "table: hash key unknown",
        "table-keys",
        path,
        setting("id", "spec", "forProvider", "hashKey"),
    )
    yield changed(
        "table: range key unknown",
        "table-keys",
        path,
        setting("At", "spec", "forProvider", "rangeKey"),
    )
    yield changed(
        "table: attribute that no key uses",
        "table-keys",
        path,
        setting(
            [{"name": "Id", "type": "S"}, {"name": "At", "type": "N"}],
            "spec",
            "forProvider",
            "attribute",
        ),
    )
    yield changed(
        "table: capacity on demand",
        "table-billing",
        path,
        setting(5, "spec", "forProvider", "readCapacity"),
    )
    yield changed(
        "table: provisioned without",
        "table-billing",
        path,
        setting("PROVISIONED", "spec", "forProvider", "billingMode"),
    )
    index = [{"name": "by-time", "hashKey": "At", "projectionType": "ALL"}]
    yield changed(
        "table: index over nothing",
        "table-keys",
        path,
        setting(index, "spec", "forProvider", "globalSecondaryIndex"),
    )


def providers() -> Iterator[Mutation]:
    """Providers, activation and provider configs."""
    for service in ("sns", "sqs", "dynamodb"):
        path = f"{PROVIDERS}/provider-{service}.yaml"
        yield removed(f"provider {service}: gone", "provider-missing", path)
        yield replaced(f"provider {service}: latest", "image-pin", path, ":v2.6.0", ":latest")
    activation = f"{PROVIDERS}/activation-policy.yaml"
    for number, kind in enumerate(body_of(activation)["spec"]["activate"]):
        yield changed(
            f"activation without {kind}",
            "activation-missing",
            activation,
            dropping("spec", "activate", number),
        )
    config = f"{CONFIG}/provider-config.yaml"
    yield removed("provider config: gone", "provider-config-missing", config)
    yield replaced(
        "provider config: another secret",
        "dangling-reference",
        config,
        "localstack-cred",
        "localstack-creds",
    )
    yield replaced(
        "provider config: another key", "missing-key", config, "key: credentials", "key: credential"
    )
    yield replaced(
        "provider config: another service",
        "dangling-reference",
        config,
        "//localstack.",
        "//localstak.",
    )
    yield replaced(
        "provider config: another namespace",
        "dangling-reference",
        config,
        ".devopstest.svc",
        ".devops.svc",
    )
    for service in ("sns", "sqs", "dynamodb"):
        yield replaced(
            f"endpoint without {service}", "endpoint-services", config, f"{service}, ", ""
        )
    yield changed("endpoint gone", "endpoint-target", config, dropping("spec", "endpoint"))


def mutations() -> list[Mutation]:
    groups = (managed, waves, policies, queues, tables, providers)
    return [each for group in groups for each in group()]
