from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from references.graphs import edges

if TYPE_CHECKING:
    from pathlib import Path

CLOUD = """
apiVersion: aws.upbound.io/v1beta1
kind: ProviderConfig
metadata: {name: default}
spec:
  endpoint: {url: {type: Static, static: "http://localstack.example.com:4566"}}
  skip_credentials_validation: true
---
apiVersion: sns.aws.upbound.io/v1beta1
kind: Topic
metadata: {name: acme-dev-shop-orders-events}
spec: {forProvider: {region: eu-central-1}}
---
apiVersion: sqs.aws.upbound.io/v1beta1
kind: Queue
metadata: {name: queue}
spec: {forProvider: {region: eu-central-1, name: acme-dev-shop-mailer-mails}}
---
apiVersion: dynamodb.aws.upbound.io/v1beta2
kind: Table
metadata: {name: acme-dev-shop-mailer-mails}
spec: {forProvider: {region: eu-central-1, hashKey: Id}}
---
"""
URL = "http://localstack.example.com:4566/000000000000/acme-dev-shop-mailer-mails"
TOPIC = "arn:aws:sns:eu-central-1:000000000000:acme-dev-shop-orders-events"
USES = ("uses", "finds by its words", "looks for")


def uses(manifests: str, folder: Path) -> list[str]:
    """Return the edges that texts and words make."""
    return [
        each
        for each in edges(CLOUD + manifests, folder)
        if any(f" {word} " in each for word in USES)
    ]


def deployment(*variables: str) -> str:
    listed = "".join(
        f"            - {{name: {name}, value: '{value}'}}\n"
        for name, _, value in (each.partition("=") for each in variables)
    )
    return f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app}}
spec:
  template:
    spec:
      containers:
        - name: app
          env:
{listed}"""


@pytest.mark.parametrize(
    ("variable", "target"),
    [
        (f"ANY={URL}", "Queue/queue"),
        (f"ANY=topic {TOPIC} and more", "Topic/acme-dev-shop-orders-events"),
        ("DYNAMO_TABLE=acme-dev-shop-mailer-mails", "Table/acme-dev-shop-mailer-mails"),
        ("QUEUE_NAME=acme-dev-shop-mailer-mails", "Queue/queue"),
        ("TOPIC=acme-dev-shop-orders-events", "Topic/acme-dev-shop-orders-events"),
    ],
)
def test_variables_lead_to_what_they_mean(variable: str, target: str, tmp_path: Path) -> None:
    assert uses(deployment(variable), tmp_path) == [f"Deployment/app uses {target} (ready)"]


@pytest.mark.parametrize(
    "variable",
    ["ANY=acme-dev-shop-mailer-mails", f"ANY={TOPIC}*", "TABLE=other", "ANY=https://example.com/"],
)
def test_other_variables_lead_nowhere(variable: str, tmp_path: Path) -> None:
    assert uses(deployment(variable), tmp_path) == []


def test_arguments_config_maps_and_triggers_are_read_too(tmp_path: Path) -> None:
    manifests = f"""
apiVersion: batch/v1
kind: CronJob
metadata: {{name: job}}
spec:
  jobTemplate:
    spec: {{template: {{spec: {{containers: [{{args: ["--queue={URL}", 1, null]}}]}}}}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: settings}}
data: {{config.yaml: "topic: {TOPIC}"}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{name: scaler}}
spec:
  triggers:
    - {{type: aws-sqs-queue, metadata: {{queueURL: "{URL}"}}}}
    - {{type: aws-sqs-queue, metadata: {{queueURL: acme-dev-shop-mailer-mails}}}}
    - {{type: aws-dynamodb, metadata: {{tableName: acme-dev-shop-mailer-mails}}}}
"""
    assert uses(manifests, tmp_path) == [
        "ConfigMap/settings uses Topic/acme-dev-shop-orders-events (ready)",
        "CronJob/job uses Queue/queue (ready)",
        "ScaledObject/scaler uses Queue/queue (ready)",
        "ScaledObject/scaler uses Queue/queue (ready)",
        "ScaledObject/scaler uses Table/acme-dev-shop-mailer-mails (ready)",
    ]


def test_a_redrive_policy_needs_its_queue_and_a_policy_needs_nothing(tmp_path: Path) -> None:
    arn = "arn:aws:sqs:eu-central-1:000000000000:acme-dev-shop-mailer-mails"
    manifests = f"""
apiVersion: sqs.aws.upbound.io/v1beta1
kind: Queue
metadata: {{name: other}}
spec:
  forProvider:
    region: eu-central-1
    name: other
    redrivePolicy: '{{"deadLetterTargetArn":"{arn}","maxReceiveCount":5}}'
    policy: '{{"Condition": ["{TOPIC}", "arn:aws:sqs:eu-central-1:000000000000:other"]}}'
"""
    assert uses(manifests, tmp_path) == [
        "Queue/other uses Queue/queue (ready)",
        "Queue/other uses Topic/acme-dev-shop-orders-events (none)",
    ]


def test_the_words_of_gosoline_lead_to_everything_that_starts_with_them(tmp_path: Path) -> None:
    words = ("APP_PROJECT=acme", "ENV=dev", "APP_FAMILY=shop")
    mailer = deployment(*words, "APP_NAME=mailer").replace("name: app}", "name: mailer}", 1)

    assert uses(deployment(*words, "APP_NAME=orders") + "---" + mailer, tmp_path) == [
        "Deployment/app finds by its words Topic/acme-dev-shop-orders-events (ready)",
        "Deployment/mailer finds by its words Queue/queue (ready)",
        "Deployment/mailer finds by its words Table/acme-dev-shop-mailer-mails (ready)",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("acme", "dev", "shop", "orderz"),
        ("acme", "prod", "shop", "orders"),
        ("emca", "dev", "shop", "orders"),
    ],
)
def test_one_wrong_word_dangles(words: tuple[str, ...], tmp_path: Path) -> None:
    names = ("APP_PROJECT", "APP_ENV", "APP_FAMILY", "APP_NAME")
    variables = [f"{name}={word}" for name, word in zip(names, words, strict=True)]

    assert uses(deployment(*variables), tmp_path) == [
        (
            f"Deployment/app looks for nothing: a Topic {'-'.join(words)}-* "
            "(the tree makes acme-dev-shop-orders-events) (ready)"
        )
    ]
