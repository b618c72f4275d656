"""An inventory → every topic, queue and table that it makes, and look-ups by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.cloud.accounts import account_in_name, account_of_config
from argowave.cloud.group import parse_group
from argowave.cloud.made import Made, make
from argowave.cloud.managed import config_key
from argowave.cloud.place import KINDS, Place
from argowave.resources.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.resources import Inventory, Key, Resource


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a place means in the tree: exactly one of the three is given, or none of them."""

    target: Made | None = None  # this one
    near: Made | None = None  # one of this name in another region or account
    is_missing: bool = False  # the tree makes its neighbours, and not this one
    doubt: str = ""  # why nobody can tell


@dataclass(frozen=True, slots=True, eq=False)
class Clouds:
    """What the managed resources of one tree make."""

    made: tuple[Made, ...]
    by_resource: Mapping[int, Made]  # id of the managed resource
    by_name: Mapping[tuple[str, str], tuple[Made, ...]]  # (service, name)
    by_service: Mapping[str, tuple[Made, ...]]
    accounts: Mapping[Key, str]  # by provider config, "" where nothing says it

    def of(self, resource: Resource) -> Made | None:
        """Return what a managed resource makes, None for what is no topic, queue or table."""
        return self.by_resource.get(id(resource))

    def meaning(self, place: Place) -> Meaning:
        """Return what a place means; what is not stated on either side is taken to agree."""
        named = self.by_name.get((place.service, place.name), ())
        for each in named:
            if _agree(place, each.place):
                return Meaning(target=each)
        if named:
            return Meaning(near=named[0])
        neighbours = self.by_service.get(place.service, ())
        return _among(place, neighbours) if neighbours else Meaning()


def _among(place: Place, neighbours: tuple[Made, ...]) -> Meaning:
    """Return what a place that nobody makes means beside others of its service."""
    if any(not each.place.name for each in neighbours):
        return Meaning(doubt=f"the tree makes a {place.kind} whose name AWS gives it")
    own = [each.place for each in neighbours if _agree(place, each.place)]
    if any(each.account for each in own):
        return Meaning(is_missing=True)
    if own:
        return Meaning(doubt="nothing says which account the tree's own resources are in")
    where = f"{place.region} of account {place.account}"
    return Meaning(doubt=f"the tree makes no {place.kind} in {where}")


def _agree(one: Place, other: Place) -> bool:
    return all(
        a == b or not a or not b
        for a, b in ((one.region, other.region), (one.account, other.account))
    )


@once
def clouds_of(inventory: Inventory) -> Clouds:
    """Return what an inventory makes in AWS."""
    found = [
        (service, resource)
        for (group, kind), resources in inventory.by_kind.items()
        if (service := _service(group, kind))
        for resource in resources
    ]
    users: dict[Key, list[Resource]] = {}
    for _, resource in found:
        key = config_key(resource)
        if key is not None:
            users.setdefault(key, []).append(resource)
    accounts = {key: _account(inventory, key, each) for key, each in users.items()}
    made = [
        make(resource, service, account_in_name(resource) or _of(accounts, resource))
        for service, resource in found
    ]
    by_name: dict[tuple[str, str], list[Made]] = {}
    by_service: dict[str, list[Made]] = {}
    for each in made:
        by_name.setdefault((each.place.service, each.place.name), []).append(each)
        by_service.setdefault(each.place.service, []).append(each)
    return Clouds(
        tuple(made),
        {id(each.resource): each for each in made},
        {key: tuple(each) for key, each in by_name.items()},
        {key: tuple(each) for key, each in by_service.items()},
        accounts,
    )


def _service(group: str, kind: str) -> str:
    parsed = parse_group(group)
    if parsed is None or parsed.provider != "aws":
        return ""
    return parsed.service if KINDS.get(parsed.service, ("",))[0] == kind else ""


def _account(inventory: Inventory, key: Key, users: list[Resource]) -> str:
    config = inventory.find(key)
    return account_of_config(inventory, config, users) if config else ""


def _of(accounts: Mapping[Key, str], resource: Resource) -> str:
    key = config_key(resource)
    return accounts.get(key, "") if key else ""
