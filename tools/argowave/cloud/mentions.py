"""ARNs and queue URLs in any text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from argowave.cloud.arn import Arn, parse_arn
from argowave.cloud.place import KINDS, Place
from argowave.cloud.queue_url import QueueUrl, parse_queue_url

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARN: Final = re.compile(
    r"(?<![A-Za-z0-9_.:/-])arn:aws[a-z-]*:(?:sns|sqs|dynamodb):[a-z0-9-]*:[0-9]{12}:"
    r"[A-Za-z0-9_.:/-]*[A-Za-z0-9_](?![A-Za-z0-9_.:/-]*[*?$])"
)
_URL: Final = re.compile(
    r"https?://[A-Za-z0-9.:-]+/(?:queue/[a-z0-9-]+/)?[0-9]{12}/[A-Za-z0-9_-]{1,80}(?:\.fifo)?"
    r"(?![A-Za-z0-9_/-])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One ARN or URL in a text, and the place that it means."""

    text: str
    place: Place


def mentions(text: str) -> Iterator[Mention]:
    """Give every topic, queue and table that a text names by its ARN or URL; no patterns."""
    if "arn:aws" in text:
        for match in _ARN.finditer(text):
            arn = parse_arn(match.group())
            place = place_of_arn(arn) if arn else None
            if place is not None:
                yield Mention(match.group(), place)
    if "://" in text:
        for match in _URL.finditer(text):
            url = parse_queue_url(match.group())
            if url is not None:
                yield Mention(match.group(), place_of_url(url))


def place_of_arn(arn: Arn) -> Place | None:
    """Return the topic, queue or table that an ARN is about, None for anything else.

    A subscription's ARN is about its topic, an index' or a stream's about its table.
    """
    if arn.service not in KINDS or arn.is_pattern:
        return None
    if arn.service == "dynamodb":
        word, _, name = arn.resource.partition("/")
        name = name.partition("/")[0]
        if word != "table":
            return None
    else:
        name = arn.resource.partition(":")[0]
    return Place(arn.service, arn.region, arn.account, name) if name else None


def place_of_url(url: QueueUrl) -> Place:
    """Return the queue that a URL is of."""
    return Place("sqs", url.region, url.account, url.name)
