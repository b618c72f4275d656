"""An inventory without its environment's names and hashes in names, to lay beside another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from argowave.parity.hashed import hashed_names, without_hashes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.resources import Inventory, Resource

PLACEHOLDER: Final = "{environment}"


class Role(NamedTuple):
    """What an object is, whichever environment it is in."""

    group: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        """Return Kind/name."""
        return f"{self.kind}/{self.name}"


class Words(NamedTuple):
    """What tells environments apart without a difference."""

    names: re.Pattern[str]  # of environments
    hashed: Mapping[str, str]  # names that end in a hash → the same with a placeholder

    def out_of(self, text: str) -> str:
        """Return a text with placeholders for what it has of them."""
        return self.names.sub(PLACEHOLDER, without_hashes(text, self.hashed))


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """One environment's objects by their role."""

    name: str
    words: Words  # what was taken out
    resources: dict[Role, Resource]
    bodies: dict[Role, dict[str, Any]]

    def owner(self, role: Role) -> str:
        """Return the name of the Application that applies an object, "" for the root's own."""
        application = self.resources[role].application
        return self.words.out_of(application.name) if application else ""


def liken(name: str, inventory: Inventory, *others: str) -> Likeness:
    """Return the objects of an environment without its name in them, and without hashes in names.

    The name counts where it stands as a word of its own, as in `shop-prod-queue`.

    Args:
        name: the environment.
        inventory: its objects.
        others: further environments whose names are taken out.
    """
    words = Words(_pattern(name, *others), hashed_names(inventory.resources))
    resources: dict[Role, Resource] = {}
    for resource in inventory.resources:
        names = (words.out_of(resource.namespace), words.out_of(resource.name))
        resources.setdefault(Role(resource.group, resource.kind, *names), resource)
    bodies = {role: _without(each.body, words) for role, each in resources.items()}
    return Likeness(name, words, resources, bodies)


def _pattern(*names: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")


def _without(value: Any, words: Words) -> Any:  # noqa: ANN401 (any JSON value)
    if isinstance(value, str):
        return words.out_of(value)
    if isinstance(value, dict):
        return {words.out_of(str(key)): _without(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, words) for each in value]
    return value
