"""missing-subset: a VirtualService sends requests to a subset that no DestinationRule has."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from argowave.references.meshes import GROUP, destinations, host_of
from argowave.references.named import places
from argowave.rules.rule import Rule, Undecided, at, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each subset that the DestinationRules of its host do not have.

    A host without one of its own, or with one for many hosts only, may have it elsewhere.
    """
    for service in scene.inventory.of_kind(GROUP, "VirtualService"):
        for path in destinations(service):
            subset = service.text(*path, "subset")
            host = host_of(service, (*path, "host"))
            if not subset or not host:
                continue
            rules = list(_rules(scene, service, host))
            known = [name for each in rules for name in _subsets(each)]
            if subset in known:
                continue
            rules = [each for each in rules if host_of(each, ("spec", "host")) == host]
            if not rules:
                why = "no DestinationRule of that host comes from this repository"
                yield Undecided(f"{service.subject} → subset {subset} of {host}", why)
                continue
            has = f"there is {', '.join(sorted(set(known)))}" if known else "it has none"
            where = " and ".join(place(each) for each in rules)
            message = f"{where} has no subset {subset}; {has}"
            yield at(service, (*path, "subset"), message)


def _rules(scene: Scene, service: Resource, host: str) -> Iterator[Resource]:
    """Give the DestinationRules for a host, in whatever namespace: they are exported to all."""
    for rule in scene.inventory.of_kind(GROUP, "DestinationRule"):
        if rule.cluster == service.cluster and fnmatchcase(host, host_of(rule, ("spec", "host"))):
            yield rule


def _subsets(rule: Resource) -> Iterator[str]:
    for path in places(rule, "spec.subsets[].name"):
        yield rule.text(*path)


RULE = Rule(
    name="missing-subset",
    summary="a VirtualService sends requests to a subset that no DestinationRule has",
    why="The proxies know no such cluster and answer 503; nothing is refused when it is applied.",
    mend="Add the subset to the DestinationRule of the host, or mend the name.",
    source="https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule",
    check=check,
)
