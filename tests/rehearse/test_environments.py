"""Every environment comes up on an emulator, in order, and an event reaches its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.rehearse.rehearsal import Outcome

ENVIRONMENTS = ("dev", "staging", "prod")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_event_of_the_producer_becomes_an_item_of_the_table(
    outcome_of: Callable[[str], Outcome], environment: str
) -> None:
    outcome = outcome_of(environment)

    assert [str(finding) for finding in outcome.findings] == []
    assert outcome.arrived is not None
    assert set(outcome.event) == {"Id", "Number", "CreatedAt"}
    assert "N" in outcome.event["Number"]


@pytest.mark.parametrize("environment", ["staging", "prod"])
def test_the_hook_runs_last_and_passes(
    outcome_of: Callable[[str], Outcome], environment: str
) -> None:
    events = [each for each in outcome_of(environment).events if each.phase == "PostSync"]

    assert [(each.resource.subject, each.health) for each in events] == [
        ("Job/justtrack-t1-check", "Progressing"),
        ("Job/justtrack-t1-check", "Healthy"),
    ]


def test_resources_become_healthy_in_the_order_of_their_waves(
    outcome_of: Callable[[str], Outcome],
) -> None:
    events = [each for each in outcome_of("dev").events if each.health == "Healthy"]
    order = [each.resource.subject for each in events]
    prefix = "justtrack-dev-devops"

    dead, queue = f"Queue/{prefix}-consumer-events-dead", f"Queue/{prefix}-consumer-events"
    policy = f"QueuePolicy/{prefix}-consumer-events"
    consumer, producer = "Deployment/justtrack-t1-consumer", "Deployment/justtrack-t1-producer"
    chain = ["Provider/provider-aws-sqs", "ProviderConfig/default"]
    chain += [dead, queue, policy, "Application/pipeline", consumer, producer]
    assert sorted(chain, key=order.index) == chain


def test_a_managed_resource_goes_through_the_states_of_the_provider(
    outcome_of: Callable[[str], Outcome],
) -> None:
    name = "Queue/justtrack-dev-devops-consumer-events"
    events = [each for each in outcome_of("dev").events if each.resource.subject == name]

    assert [(each.health, each.message) for each in events] == [
        ("Progressing", "waiting for the provider to look at it"),
        ("Progressing", "Creating"),
        ("Healthy", "ready"),
    ]


def test_what_is_not_rehearsed_is_named(outcome_of: Callable[[str], Outcome]) -> None:
    gaps = outcome_of("prod").not_rehearsed

    assert [gap.partition(":")[0] for gap in gaps] == [
        "kustomize environments/prod/rendered/infra/argocd",
        "chart crossplane 2.3.4",
        "chart ingress-nginx 4.15.1",
        "chart keda 2.20.2",
    ]
