"""An inventory with the names of its environment taken out, to lay it beside another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """One environment's objects by their role."""

    name: str
    words: re.Pattern[str]  # the names that were taken out
    resources: dict[Role, Resource]
    bodies: dict[Role, dict[str, Any]]

    def owner(self, role: Role) -> str:
        """Return the name of the Application that applies an object, "" for the root's own."""
        application = self.resources[role].application
        return _plain(application.name, self.words) if application else ""


def liken(name: str, inventory: Inventory, *others: str) -> Likeness:
    """Return the objects of an environment without its name in them.

    The name counts where it stands as a word of its own, as in `shop-prod-queue`.

    Args:
        name: the environment.
        inventory: its objects.
        others: further environments whose names are taken out.
    """
    pattern = _pattern(name, *others)
    resources: dict[Role, Resource] = {}
    for resource in inventory.resources:
        names = (_plain(resource.namespace, pattern), _plain(resource.name, pattern))
        resources.setdefault(Role(resource.group, resource.kind, *names), resource)
    bodies = {role: _without(each.body, pattern) for role, each in resources.items()}
    return Likeness(name, pattern, resources, bodies)


def _pattern(*names: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")


def _plain(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(PLACEHOLDER, text)


def _without(value: Any, pattern: re.Pattern[str]) -> Any:  # noqa: ANN401 (any JSON value)
    if isinstance(value, str):
        return _plain(value, pattern)
    if isinstance(value, dict):
        return {_plain(str(key), pattern): _without(each, pattern) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, pattern) for each in value]
    return value
