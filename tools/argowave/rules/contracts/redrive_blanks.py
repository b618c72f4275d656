"""redrive-blanks: a queue's redrivePolicy has blanks, and the provider updates it for ever."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from argowave.rules.contracts._redrive import redrives
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_STRING: Final = re.compile(r'"(?:\\.|[^"\\])*"')


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each redrive policy of a queue that is not compact."""
    for redrive in redrives(scene):
        if redrive.holder.kind != "Queue" or not _has_blanks(redrive.text):
            continue
        message = (
            "the JSON has blanks, so the provider sees a difference and updates the queue "
            f"without end; write {_compact(redrive.text)}"
        )
        yield at(redrive.holder, redrive.path, message)


def _has_blanks(text: str) -> bool:
    return bool(re.search(r"\s", _STRING.sub('""', text)))


def _compact(text: str) -> str:
    try:
        return json.dumps(json.loads(text), separators=(",", ":"))
    except (ValueError, RecursionError):
        return "it without blanks"


RULE = Rule(
    name="redrive-blanks",
    summary="a queue's redrivePolicy has blanks, and the provider updates it for ever",
    why=(
        "The AWS provider compares redrivePolicy with what SQS returns as text, and SQS returns it "
        "without blanks. It updates the queue dozens of times a second, with everything shown as "
        "Ready, Synced and Healthy."
    ),
    mend='Write compact JSON: {"deadLetterTargetArn":"arn:…","maxReceiveCount":5}.',
    source="https://marketplace.upbound.io/providers/upbound/provider-aws-sqs/latest/resources/sqs.aws.upbound.io/Queue/v1beta1",
    check=check,
)
