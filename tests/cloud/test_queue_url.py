from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.cloud import parse_queue_url
from argowave.cloud.queue_url import is_aws_host

PATH = "/111122223333/jobs"


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("sqs.eu-central-1.amazonaws.com", "eu-central-1"),
        ("eu-west-1.queue.amazonaws.com", "eu-west-1"),
        ("queue.amazonaws.com", "us-east-1"),
        ("sqs.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("sqs-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("sqs.eu-central-1.api.aws", "eu-central-1"),
        ("vpce-0abc.sqs.eu-central-1.vpce.amazonaws.com", "eu-central-1"),
    ],
)
def test_urls_of_aws_say_their_region(host: str, region: str) -> None:
    url = parse_queue_url(f"https://{host}{PATH}")

    assert url is not None
    assert (url.region, url.account, url.name, url.is_aws) == (
        region,
        "111122223333",
        "jobs",
        True,
    )
    assert is_aws_host(host)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (f"http://localstack.devopstest.svc.cluster.local:4566{PATH}", ""),
        (f"http://127.0.0.1:4566{PATH}", ""),
        (f"http://sqs.eu-central-1.localhost.localstack.cloud:4566{PATH}", "eu-central-1"),
        (f"http://eu-central-1.queue.localhost.localstack.cloud:4566{PATH}", "eu-central-1"),
        (f"http://localhost:4566/queue/eu-west-1{PATH}", "eu-west-1"),
    ],
)
def test_urls_of_emulators_say_it_where_they_can(text: str, region: str) -> None:
    url = parse_queue_url(text)

    assert url is not None
    assert (url.region, url.account, url.name, url.is_aws) == (
        region,
        "111122223333",
        "jobs",
        False,
    )
    assert not is_aws_host(url.host)


def test_a_fifo_queue_keeps_its_ending() -> None:
    url = parse_queue_url("https://sqs.eu-central-1.amazonaws.com/111122223333/jobs.fifo")

    assert url is not None
    assert url.name == "jobs.fifo"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jobs",
        "https://example.com",
        "https://example.com/1234/jobs",
        "https://example.com/111122223333/jobs/more",
        "https://example.com/111122223333/jobs.txt",
        "sqs://example.com/111122223333/jobs",
        "https://[::1/111122223333/jobs",
        "https:///111122223333/jobs",
    ],
)
def test_other_texts_are_no_queue_urls(text: str) -> None:
    assert parse_queue_url(text) is None


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    assert parse_queue_url(text) is None or "://" in text
