"""redrive: a redrive policy that AWS refuses, or whose dead-letter queue nobody makes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from argowave.cloud import clouds_of
from argowave.rules.contracts._policies import place_in
from argowave.rules.contracts._redrive import redrives
from argowave.rules.rule import Rule, Undecided, at, place
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Clouds, Place
    from argowave.finding import Finding
    from argowave.rules.contracts._redrive import Redrive
    from argowave.rules.scene import Scene

_MOST = 1000  # tries, by SQS' API reference
_FIFO = ".fifo"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give what is wrong with each redrive policy."""
    clouds = clouds_of(scene.inventory)
    for redrive in redrives(scene):
        stated = _read(redrive.text)
        if isinstance(stated, str):
            yield at(redrive.holder, redrive.path, stated)
            continue
        if redrive.holder.kind != "TopicSubscription":
            yield from _tries(redrive, stated)
        yield from _target(clouds, redrive, stated)


def _read(text: str) -> dict[str, Any] | str:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "the redrive policy is no JSON; AWS refuses it"
    if not isinstance(found, dict):
        return "the redrive policy is no JSON object; AWS refuses it"
    return found


def _tries(redrive: Redrive, stated: dict[str, Any]) -> Iterator[Finding]:
    count = stated.get("maxReceiveCount")
    number = int(count) if isinstance(count, str) and count.isdecimal() else count
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= _MOST:
        shown = "missing" if count is None else json.dumps(count)
        message = f"maxReceiveCount is {shown}; AWS takes 1 to {_MOST}"
        yield at(redrive.holder, redrive.path, message)


def _target(
    clouds: Clouds, redrive: Redrive, stated: dict[str, Any]
) -> Iterator[Finding | Undecided]:
    text = stated.get("deadLetterTargetArn")
    if not isinstance(text, str) or not text.startswith("arn:"):
        message = "deadLetterTargetArn is no ARN; AWS refuses the policy"
        yield at(redrive.holder, redrive.path, message)
        return
    named = place_in(text)
    if named is None or named.service != "sqs":
        message = f"deadLetterTargetArn is {text}, which is no queue's ARN"
        yield at(redrive.holder, redrive.path, message)
        return
    wrong = _against_source(redrive, named) or _in_tree(clouds, redrive, named)
    if isinstance(wrong, str):
        yield at(redrive.holder, redrive.path, f"deadLetterTargetArn {wrong}")
    elif wrong is not None:
        yield wrong


def _against_source(redrive: Redrive, named: Place) -> str:
    """Return what is wrong between a queue and its dead-letter queue, "" where nothing is."""
    if redrive.source is None:
        return ""
    source, shown = redrive.source.place, place(redrive.source.resource)
    for word, own, other in (
        ("region", source.region, named.region),
        ("account", source.account, named.account),
    ):
        if own and other != own:
            return f"is in {word} {other}, and {shown} in {own}; AWS wants both in one {word}"
    if named.name == source.name:
        return f"is {shown} itself"
    if source.name and named.name.endswith(_FIFO) != source.name.endswith(_FIFO):
        return f"and {shown} have to be both FIFO queues or neither of them"
    return ""


def _in_tree(clouds: Clouds, redrive: Redrive, named: Place) -> str | Undecided | None:
    meaning = clouds.meaning(named)
    if meaning.near is not None:
        near = meaning.near
        return f"names the {named}, and {place(near.resource)} is the {near.place}"
    if meaning.is_missing:
        names = sorted({each.place.name for each in clouds.by_service["sqs"]})
        close = nearest(named.name, names)
        mend = f"did you mean {close}?" if close else "add the queue, a wave earlier"
        return f"names the {named}, which nothing makes; {mend}"
    if meaning.doubt:
        return Undecided(f"{redrive.holder.subject} → {named}", meaning.doubt)
    return None


RULE = Rule(
    name="redrive",
    summary="a redrive policy that AWS refuses, or whose dead-letter queue nobody makes",
    why=(
        "A queue is not created at all when its dead-letter queue does not exist, and the provider "
        "says so only after a minute. A policy that moves nothing lets one bad message come back "
        "for ever."
    ),
    mend=(
        "Name the ARN of a queue of the same region, account and kind, made a wave earlier, and "
        "from 1 to 1000 tries."
    ),
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    check=check,
)
