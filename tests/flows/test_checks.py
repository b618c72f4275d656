"""Each check is quiet where everything is as declared, and says what it saw where it is not."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from argowave.flows import Scene, Status, run_checks
from argowave.flows.registry import CHECKS, find_checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.flows import Result
    from argowave.rehearse.rehearsal import Rehearsal

    Check = Callable[..., Result]

EVENTS = "justtrack-staging-devops-consumer-events"
TOPIC = "arn:aws:sns:eu-central-1:000000000000:justtrack-staging-devops-producer-events"
QUEUE = f"arn:aws:sqs:eu-central-1:000000000000:{EVENTS}"
PIPELINE = "environments/staging/rendered/infra/pipeline"


def url_of(scene: Scene, name: str = EVENTS) -> str:
    return scene.queue_url(name)


def set_attributes(scene: Scene, name: str = EVENTS, **attributes: str) -> None:
    scene.aws.call(
        "sqs", "set_queue_attributes", QueueUrl=url_of(scene, name), Attributes=attributes
    )


def attributes_of(scene: Scene) -> dict[str, Any]:
    return scene.queue_attributes(EVENTS)


def subscription(scene: Scene) -> str:
    listed = scene.aws.call("sns", "list_subscriptions_by_topic", TopicArn=TOPIC)["Subscriptions"]
    (found,) = (each["SubscriptionArn"] for each in listed if each["Endpoint"] == QUEUE)
    return str(found)


def only_finding(result: Result) -> str:
    (finding,) = result.findings
    return str(finding)


def test_everything_is_well_where_everything_is_as_declared(scene: Scene) -> None:
    results = {each.check: each for each in run_checks(scene, CHECKS, 20)}

    skipped = {name for name, result in results.items() if result.status is Status.SKIPPED}
    assert skipped == {"dynamodb-admin", "ingress-restriction"}
    assert [result for result in results.values() if result.status is Status.FAILED] == []
    assert results["delivery"].words.startswith("it arrived after ")


def test_each_check_shows_a_command_with_which_a_person_sees_the_same(scene: Scene) -> None:
    commands = [
        command
        for result in run_checks(scene, CHECKS, 20)
        if result.status is Status.PASSED
        for command in result.repeat
    ]

    assert len(commands) >= 10
    assert all(command.split()[0] in {"aws", "kubectl"} for command in commands)
    endpoint = f"aws --endpoint-url {scene.aws.target.endpoint} --region eu-central-1 "
    assert all(command.startswith(("kubectl ", endpoint)) for command in commands)


def test_the_canary_is_cleaned_up(scene: Scene, check: Check) -> None:
    assert check("delivery", 20).status is Status.PASSED

    items = scene.aws.call("dynamodb", "scan", TableName=EVENTS)["Items"]
    assert [item for item in items if item["Id"]["S"].startswith("canary-")] == []


def test_without_leave_to_publish_the_real_traffic_is_watched(scene: Scene) -> None:
    watching = replace(scene, publishes=False)
    (result,) = run_checks(watching, find_checks(["delivery"]), 20)

    assert result.status is Status.PASSED
    assert result.words.endswith("items came while it was watched")


def test_drift_of_a_queue_is_shown_field_by_field(scene: Scene, check: Check) -> None:
    set_attributes(scene, VisibilityTimeout="99", DelaySeconds="1")
    try:
        findings = [str(each) for each in check("queues").findings]
    finally:
        set_attributes(scene, VisibilityTimeout="30", DelaySeconds="0")

    place = f"{PIPELINE}/sqs-queue.yaml:1 Queue/{EVENTS} $.spec.forProvider"
    assert sorted(findings) == [
        f"{place}.delaySeconds: 0 is declared, AWS holds '1' (flow) [staging/pipeline]",
        (
            f"{place}.visibilityTimeoutSeconds: 30 is declared, AWS holds '99' "
            "(flow) [staging/pipeline]"
        ),
    ]


def test_a_policy_is_evaluated_and_not_compared(scene: Scene, check: Check) -> None:
    before = attributes_of(scene)["Policy"]
    another = json.loads(before)
    another["Statement"][0] |= {"Sid": "other", "Action": ["sqs:*"]}
    set_attributes(scene, Policy=json.dumps(another))
    try:
        result = check("queue-policies")
    finally:
        set_attributes(scene, Policy=before)

    assert result.status is Status.PASSED


def test_a_policy_that_keeps_the_topic_out_is_named_with_the_reason(
    scene: Scene, check: Check
) -> None:
    before = attributes_of(scene)["Policy"]
    set_attributes(scene, Policy=before.replace("producer-events", "producer-other"))
    try:
        finding = only_finding(check("queue-policies"))
    finally:
        set_attributes(scene, Policy=before)

    assert finding == (
        f"{PIPELINE}/sqs-policy.yaml:1 QueuePolicy/{EVENTS} the policy of the queue {EVENTS} does "
        f"not let {TOPIC} send: statement topic: its condition ArnEquals aws:SourceArn wants "
        f"{TOPIC.replace('producer-events', 'producer-other')}, and it is {TOPIC} "
        "(flow) [staging/pipeline]"
    )


def test_raw_delivery_that_is_not_declared_is_drift(scene: Scene, check: Check) -> None:
    def set_raw(value: str) -> None:
        scene.aws.call(
            "sns",
            "set_subscription_attributes",
            SubscriptionArn=subscription(scene),
            AttributeName="RawMessageDelivery",
            AttributeValue=value,
        )

    set_raw("true")
    try:
        finding = only_finding(check("subscriptions"))
    finally:
        set_raw("false")

    assert finding == (
        f"{PIPELINE}/sns-subscription.yaml:1 TopicSubscription/{EVENTS} "
        "$.spec.forProvider.rawMessageDelivery: False is declared, AWS holds 'true' "
        "(flow) [staging/pipeline]"
    )


def test_drift_of_a_table_is_shown(scene: Scene, check: Check) -> None:
    def protect(*, on: bool) -> None:
        scene.aws.call("dynamodb", "update_table", TableName=EVENTS, DeletionProtectionEnabled=on)

    protect(on=True)
    try:
        finding = only_finding(check("tables"))
    finally:
        protect(on=False)

    assert finding == (
        f"{PIPELINE}/dynamodb-table.yaml:1 Table/{EVENTS} "
        "$.spec.forProvider.deletionProtectionEnabled: False is declared, AWS holds True "
        "(flow) [staging/pipeline]"
    )


def test_a_dead_letter_is_a_finding(scene: Scene, check: Check) -> None:
    url = url_of(scene, f"{EVENTS}-dead")
    scene.aws.call("sqs", "send_message", QueueUrl=url, MessageBody="{}")
    try:
        finding = only_finding(check("dead-letters"))
    finally:
        scene.aws.call("sqs", "purge_queue", QueueUrl=url)

    assert finding == (
        f"{PIPELINE}/sqs-queue.yaml:1 Queue/{EVENTS} 1 message in its dead-letter queue "
        f"{EVENTS}-dead: the consumer gave up on them; read them there, mend the cause, then start "
        "a redrive (flow) [staging/pipeline]"
    )


def test_a_managed_resource_that_is_not_ready_says_why(running: Rehearsal, check: Check) -> None:
    (topic,) = running.cluster.of_kind("sns.aws.upbound.io", "Topic")
    before = topic.body["status"]["conditions"]
    broken = {"type": "Synced", "status": "False", "message": "no route to host"}
    topic.set_conditions(broken)
    try:
        finding = only_finding(check("managed-resources"))
    finally:
        topic.body["status"]["conditions"] = before

    assert finding == (
        f"{PIPELINE}/sns-topic.yaml:1 Topic/justtrack-staging-devops-producer-events "
        "is not Synced: no route to host (flow) [staging/pipeline]"
    )


def test_a_check_nobody_knows_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(Exception, match=r"there is no check topic \(checks: managed-resources, "):
        find_checks(["topic"])


def test_a_consumer_that_does_not_run_is_suspected(
    running: Rehearsal, scene: Scene, check: Check
) -> None:
    for consumer in running.workloads.processes("consumer"):
        consumer.stop(20)  # gracefully; on a busy machine something may stay in flight all the same
    deadline = time.monotonic() + 90
    while "none in flight" not in (delivery := check("delivery", 3)).words:
        assert time.monotonic() < deadline, delivery.words
        scene.aws.call("sqs", "purge_queue", QueueUrl=url_of(scene))

    draining = check("draining", 1)
    pods = check("pods")

    assert delivery.status is Status.FAILED
    assert "messages waiting, none in flight in" in delivery.words
    assert delivery.words.endswith("is the consumer running?")
    assert only_finding(draining).startswith(
        f"{PIPELINE}/sqs-queue.yaml:1 Queue/{EVENTS} the queue does not drain: "
    )
    assert [str(each) for each in pods.findings] == [
        "devopstest Pod/justtrack-t1-consumer-0 is Failed, not Running (flow)",
        "devopstest Pod/justtrack-t1-consumer-1 is Failed, not Running (flow)",
    ]
    assert scene.publishes


def test_what_is_gone_is_named(scene: Scene, check: Check) -> None:
    scene.aws.call("sns", "unsubscribe", SubscriptionArn=subscription(scene))
    gone = only_finding(check("subscriptions"))
    scene.aws.call("sqs", "delete_queue", QueueUrl=url_of(scene))
    queue = only_finding(check("queues"))
    scene.aws.call("sns", "delete_topic", TopicArn=TOPIC)
    topic = only_finding(check("topics"))
    scene.aws.call("dynamodb", "delete_table", TableName=EVENTS)
    table = only_finding(check("tables"))

    assert f"{QUEUE} is not subscribed to {TOPIC}; subscribed: nobody" in gone
    assert f"there is no queue {EVENTS} in eu-central-1" in queue
    assert f"there is no topic {TOPIC}" in topic
    assert f"there is no table {EVENTS} in eu-central-1" in table
