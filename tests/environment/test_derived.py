from __future__ import annotations

from typing import Any

from argowave.environment.derived import (
    derive_arns,
    derive_endpoint,
    derive_names,
    derive_queue_urls,
    too_long,
)

VALUES: dict[str, Any] = {
    "namespace": "devopstest",
    "naming": {"project": "justtrack", "family": "devops", "stream": "events"},
    "aws": {"target": "localstack", "account": "000000000000", "region": "eu-central-1"},
    "localstack": {"service": "localstack", "port": 4566},
}
AWS = VALUES | {"aws": {"target": "aws", "account": "111122223333", "region": "eu-central-1"}}


def test_dev_has_the_names_that_the_images_have_built_in() -> None:
    assert derive_names("dev", VALUES) == {
        "topic": "justtrack-dev-devops-producer-events",
        "queue": "justtrack-dev-devops-consumer-events",
        "dead_letter_queue": "justtrack-dev-devops-consumer-events-dead",
        "table": "justtrack-dev-devops-consumer-events",
    }


def test_arns_follow_from_names_account_and_region() -> None:
    assert derive_arns(derive_names("dev", VALUES), VALUES) == {
        "topic": "arn:aws:sns:eu-central-1:000000000000:justtrack-dev-devops-producer-events",
        "queue": "arn:aws:sqs:eu-central-1:000000000000:justtrack-dev-devops-consumer-events",
        "dead_letter_queue": (
            "arn:aws:sqs:eu-central-1:000000000000:justtrack-dev-devops-consumer-events-dead"
        ),
        "table": (
            "arn:aws:dynamodb:eu-central-1:000000000000:table/justtrack-dev-devops-consumer-events"
        ),
    }


def test_localstack_has_an_endpoint_in_the_cluster_and_aws_has_none() -> None:
    assert derive_endpoint(VALUES) == "http://localstack.devopstest.svc.cluster.local:4566"
    assert derive_endpoint(AWS) is None


def test_a_queue_has_the_url_that_its_service_would_give() -> None:
    names = derive_names("dev", VALUES)

    local = derive_queue_urls(names, VALUES, derive_endpoint(VALUES))
    real = derive_queue_urls(names, AWS, derive_endpoint(AWS))

    assert local["queue"] == (
        f"http://localstack.devopstest.svc.cluster.local:4566/000000000000/{names['queue']}"
    )
    assert real["queue"] == (
        f"https://sqs.eu-central-1.amazonaws.com/111122223333/{names['queue']}"
    )


def test_only_names_longer_than_their_service_takes_are_too_long() -> None:
    assert list(too_long({"topic": "t" * 256, "queue": "q" * 80, "dead_letter_queue": "d" * 80,
                          "table": "t" * 255})) == []  # fmt: skip
    assert len(list(too_long({"topic": "t" * 257, "queue": "q" * 81, "dead_letter_queue": "d" * 81,
                              "table": "t" * 256}))) == 4  # fmt: skip
