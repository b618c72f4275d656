from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.cloud import mentions, parse_group

QUEUE = "arn:aws:sqs:eu-central-1:111122223333:jobs"
URL = "https://sqs.eu-central-1.amazonaws.com/111122223333/mails"


def found(text: str) -> list[str]:
    return [mention.place.name for mention in mentions(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"{QUEUE} {URL}",
        f'{{"queue": "{QUEUE}", "url": "{URL}"}}',
        f"a={QUEUE},b={URL}",
        f"- {QUEUE}\n- {URL}\n",
        f"see {QUEUE}. And {URL}.",
        f"<{QUEUE}>;<{URL}>",
    ],
)
def test_arns_and_urls_are_found_in_any_text(text: str) -> None:
    assert found(text) == ["jobs", "mails"]


@pytest.mark.parametrize(
    "text",
    [
        f"{QUEUE}-*",
        "arn:aws:sqs:*:*:jobs",
        f"{QUEUE}${{suffix}}",
        f"x{QUEUE}",
        f"{URL}/more",
        "https://sqs.eu-central-1.amazonaws.com/111122223333/",
        "https://example.com/2026/jobs",
    ],
)
def test_patterns_and_parts_of_longer_words_are_passed_over(text: str) -> None:
    assert found(text) == []


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("group", "parsed", "package"),
    [
        ("sqs.aws.upbound.io", ("sqs", "aws", False), "provider-aws-sqs"),
        ("sqs.aws.m.upbound.io", ("sqs", "aws", True), "provider-aws-sqs"),
        ("aws.upbound.io", ("", "aws", False), "provider-family-aws"),
        ("aws.m.upbound.io", ("", "aws", True), "provider-family-aws"),
        ("storage.gcp.m.upbound.io", ("storage", "gcp", True), "provider-gcp-storage"),
    ],
)
def test_groups_say_service_provider_flavour_and_package(
    group: str, parsed: tuple[str, str, bool], package: str
) -> None:
    found = parse_group(group)

    assert found is not None
    assert found == parsed
    assert found.package == package
    assert not found.service or found.of(found.service) == group


@pytest.mark.parametrize(
    "group", ["", "apps", "upbound.io", "sqs.aws.example.com", "a.b.c.upbound.io"]
)
def test_other_groups_are_no_providers(group: str) -> None:
    assert parse_group(group) is None
