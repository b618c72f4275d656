"""Objects of one kind and name in several places → the words that tell them apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.resources import Resource


def places_of(drawn: Iterable[Resource], clusters: Mapping[str, str]) -> dict[int, list[str]]:
    """Return {id of an object: words about its place}, of those that look like another one.

    Args:
        drawn: the objects that have a node.
        clusters: name → server.
    """
    alike: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for each in drawn:
        alike[each.kind, each.name].append(each)
    found: dict[int, list[str]] = defaultdict(list)
    for several in alike.values():
        for word, place in (("in", "namespace"), ("on", "cluster")):
            if len({getattr(each, place) for each in several}) > 1:
                for each in several:
                    where = getattr(each, place)
                    found[id(each)] += [f"{word} {_name_of(where, clusters)}"] if where else []
    return found


def _name_of(place: str, clusters: Mapping[str, str]) -> str:
    """Return a cluster's name, where a Secret gives it one, or anything else as it is."""
    return next((name for name, server in clusters.items() if server == place), place)
