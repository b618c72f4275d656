"""queue-policy: a queue's policy does not let in the topic that it is subscribed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.cloud import Place, clouds_of, parse_arn
from argowave.cloud.made import arn_of
from argowave.cloud.managed import is_made, parameter_path, text_of
from argowave.policy import Answer, Decision, Policy, Principal, evaluate, read_policy
from argowave.references.elsewhere import elsewhere
from argowave.resources import Key
from argowave.rules.contracts._policies import attached_policies, aws_resources, edge_of, made_by
from argowave.rules.rule import Rule, Undecided, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Made
    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.contracts._policies import Attached
    from argowave.rules.scene import Scene

SNS: Final = Principal("Service", "sns.amazonaws.com")
ACTION: Final = "sqs:SendMessage"
_UNKNOWN: Final = "999999999999"  # stands for an account that nobody names


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each subscription whose messages are turned away."""
    attached: dict[int, list[Attached]] = {}
    for each in attached_policies(scene):
        if each.owner is not None:
            attached.setdefault(id(each.owner.resource), []).append(each)
    for policies in attached.values():
        yield from _twice(policies)
    subscribed: set[tuple[int, int]] = set()  # ids of topic and queue
    for resource, service in aws_resources(scene):
        if (service, resource.kind) != ("sns", "TopicSubscription"):
            continue
        topic, queue = made_by(scene, resource, "topicArn"), made_by(scene, resource, "endpoint")
        if topic and queue:
            subscribed.add((id(topic.resource), id(queue.resource)))
        if queue and is_made(resource):
            own = attached.get(id(queue.resource), [])
            yield from _subscription(scene, own, resource, topic, queue)
    for policies in attached.values():
        yield from _unused(scene, policies[0], subscribed)


def _unused(
    scene: Scene, attached: Attached, subscribed: set[tuple[int, int]]
) -> Iterator[Undecided]:
    """Name each topic that a queue's policy names and that nothing subscribes the queue to."""
    owner = attached.owner
    if owner is None or owner.place.service != "sqs":
        return
    clouds = clouds_of(scene.inventory)
    for edge in scene.graph.of(attached.holder):
        made = clouds.of(edge.target) if edge.target is not None else None
        is_topic = made is not None and made.place.service == "sns"
        if edge.target is None or not is_topic or edge.reference.path != attached.path:
            continue
        if (id(edge.target), id(owner.resource)) not in subscribed:
            what = f"{edge.target.subject} → {owner.resource.subject}"
            yield Undecided(what, "the queue's policy names the topic, and nothing subscribes it")


def _twice(policies: list[Attached]) -> Iterator[Finding]:
    """Give a finding for each further policy of one queue: they overwrite each other."""
    for each in policies[1:]:
        message = (
            f"{each.owner.resource.subject if each.owner else 'it'} has another policy in "
            f"{place(policies[0].holder)}, and there can be only one: each overwrites the other; "
            f"keep one of them"
        )
        yield at(each.holder, each.path, message)


def _subscription(
    scene: Scene, own: list[Attached], resource: Resource, topic: Made | None, queue: Made
) -> Iterator[Finding | Undecided]:
    protocol = text_of(resource, "protocol")
    if protocol not in ("", "sqs"):
        message = f"is {protocol}, and the endpoint is {place(queue.resource)}; state sqs"
        yield at(resource, parameter_path(resource, "protocol"), message)
    elif topic is not None and protocol:
        if own:
            yield from _decided(own, resource, topic, queue)
        else:
            yield _without(scene, resource, _path(scene, resource), queue)


def _decided(
    own: list[Attached], resource: Resource, topic: Made, queue: Made
) -> Iterator[Finding | Undecided]:
    policy = read_policy(own[-1].text)
    if not isinstance(policy, Policy) or len(own) > 1:
        return  # said already
    decision = decide(policy, topic, queue)
    if decision.answer is Answer.UNDECIDED:
        what = f"{own[0].holder.subject} → {topic.resource.subject}"
        yield Undecided(what, decision.reason)
    elif decision.answer is Answer.DENIED:
        message = (
            f"does not let {place(topic.resource)} send to {place(queue.resource)}, which "
            f"{place(resource)} subscribes to it ({decision.reason}); messages are accepted by "
            f"the topic and never delivered; allow {ACTION} to {SNS.value}"
        )
        yield at(own[0].holder, own[0].path, message)


def decide(policy: Policy, topic: Made, queue: Made) -> Decision:
    """Return whether a queue's policy lets a topic's messages in.

    Where the tree does not say which account it is all in, the answer is the one that holds in
    each account that the policy names, and in one that it does not.
    """
    places = [topic.place, queue.place]
    if not all(each.region and each.name for each in places):
        return Decision(Answer.UNDECIDED, "the tree does not say the region or the name of both")
    known = [each.account for each in places if each.account]
    accounts = [known[0]] if known else [*_accounts(policy), _UNKNOWN]
    decisions = [_decide(policy, topic.place, queue.place, each) for each in accounts]
    allowed = next((each for each in decisions if each.answer is Answer.ALLOWED), None)
    undecided = next((each for each in decisions if each.answer is Answer.UNDECIDED), None)
    return allowed or undecided or decisions[0]


def _decide(policy: Policy, topic: Place, queue: Place, account: str) -> Decision:
    source = topic._replace(account=topic.account or account)
    target = queue._replace(account=queue.account or account)
    context: dict[str, str | None] = {
        "aws:SourceArn": str(arn_of(source)),
        "aws:SourceAccount": source.account,
        "aws:SecureTransport": "true",
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": SNS.value,
    }
    return evaluate(policy, SNS, ACTION, str(arn_of(target)), context)


def _accounts(policy: Policy) -> list[str]:
    found: dict[str, None] = {}
    for statement in policy.statements:
        values = [*statement.resources]
        for _, key, given in statement.conditions:
            values += given
            if key.lower() == "aws:sourceaccount":
                found.update(dict.fromkeys(given))
        found.update({arn.account: None for each in values if (arn := parse_arn(each))})
    return [each for each in found if each.isdecimal()]


def _without(
    scene: Scene, resource: Resource, path: tuple[str | int, ...], queue: Made
) -> Finding | Undecided:
    key = queue.resource.key
    what = f"{resource.subject} → policy of {key.kind}/{key.name}"
    if not is_made(queue.resource):
        return Undecided(what, "the queue is only observed; somebody else sees to its policy")
    wanted = Key(key.cluster, key.group, "QueuePolicy", key.namespace, key.name)
    reason = elsewhere(scene.inventory, wanted)
    if reason is not None:
        return Undecided(what, reason.reason)
    message = (
        f"subscribes {place(queue.resource)}, and no policy lets a topic send to it; messages are "
        f"accepted by the topic and never delivered; add a QueuePolicy that allows {ACTION} to "
        f"{SNS.value}"
    )
    return at(resource, path, message)


def _path(scene: Scene, resource: Resource) -> tuple[str | int, ...]:
    edge = edge_of(scene, resource, "endpoint")
    return edge.reference.path if edge else ("spec", "forProvider")


RULE = Rule(
    name="queue-policy",
    summary="a queue's policy does not let in the topic that it is subscribed to",
    why=(
        "SNS may only send to a queue whose policy allows it. Without that the topic accepts "
        "every message and none arrives; nobody sees an error, and every object is Ready. "
        "Emulators hide it: most of them do not look at policies."
    ),
    mend=(
        "Give the queue a policy that allows sqs:SendMessage to the service sns.amazonaws.com on "
        "the queue's ARN, with the topic's ARN as aws:SourceArn."
    ),
    source="https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
    check=check,
)
