"""A managed topic, queue or table, with its place in AWS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.cloud.arn import Arn, parse_arn, partition_of
from argowave.cloud.managed import external_name, region_of, text_of
from argowave.cloud.place import Place
from argowave.cloud.queue_url import parse_queue_url

if TYPE_CHECKING:
    from argowave.resources import Resource


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What a managed resource makes."""

    resource: Resource
    place: Place

    @property
    def arn(self) -> Arn | None:
        """Its ARN, None where region, account or name are not known."""
        place = self.place
        if not (place.region and place.account and place.name):
            return None
        return arn_of(place)


def arn_of(place: Place) -> Arn:
    """Return the ARN of a place."""
    name = f"table/{place.name}" if place.service == "dynamodb" else place.name
    return Arn(partition_of(place.region), place.service, place.region, place.account, name)


def make(resource: Resource, service: str, account: str) -> Made:
    """Return what a topic, queue or table makes.

    A queue's name is its field `name` and its external name is its URL; a topic's and a table's
    name is the external name, which is the object's name unless it is stated.

    Args:
        resource: a managed resource of one of the KINDS.
        service: its service.
        account: the account that it is in, "" where nothing says it.
    """
    name = external_name(resource)
    if service == "sqs":
        url = parse_queue_url(name)
        name = text_of(resource, "name") or (url.name if url else "")
    else:
        arn = parse_arn(name)
        name = (arn.resource.rpartition("/")[2] if arn else name) or resource.name
    return Made(resource, Place(service, region_of(resource), account, name))
