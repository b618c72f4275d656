"""Needs → the spec of an AppProject that permits them and nothing else.

Everything that says nothing about permission stays: roles, sync windows, orphaned resources,
service accounts, and what else there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from argowave.projects import permits_destination, permits_kind
from argowave.projects.matching import entries
from argowave.projects.sources import normalised
from argowave.yamlio import own_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from argowave.projects import Destination
    from argowave.tightening.needs import Kind, Needs

    Entry = dict[str, Any]

SOURCES: Final = "sourceRepos"
DESTINATIONS: Final = "destinations"
CLUSTER: Final = "clusterResourceWhitelist"
NAMESPACED: Final = "namespaceResourceWhitelist"
DENIED: Final = ("clusterResourceBlacklist", "namespaceResourceBlacklist")
ALLOWED: Final = (SOURCES, DESTINATIONS, CLUSTER, NAMESPACED)
_NOTHING: Final = [{"group": "*", "kind": "*"}]
_SPECIAL: Final = re.compile(r"[*?\[\]{}\\]")  # what patterns give a meaning
# what keeps it in a repository's URL: Argo CD compares braces and backslashes as escapes
_SPECIAL_IN_URL: Final = re.compile(r"[*?\[\]]")


@dataclass(frozen=True, slots=True)
class Tightened:
    """One AppProject as it could be."""

    needs: Needs
    spec: dict[str, Any]
    is_narrowed: bool  # False where objects were not looked into: only sources are narrowed

    def changes(self) -> dict[str, tuple[list[Any], list[Any]]]:
        """Return {field: (entries that go, entries that come)}."""
        present = self.needs.project.spec
        found = {}
        for name in (*ALLOWED, *DENIED):
            before, after = (_listed(spec, name) for spec in (present, self.spec))
            gone = [each for each in before if each not in after]
            come = [each for each in after if each not in before]
            if gone or come:
                found[name] = (gone, come)
        return found


def tighten(needs: Needs) -> Tightened:
    """Return the tightest AppProject that admits everything that its Applications need.

    Where an Application has a source that was not looked into, its objects are not known:
    destinations and kinds stay as they are then, with what is needed and not permitted added.
    """
    spec = own_copy(needs.project.spec)
    spec[SOURCES] = _sources(spec, needs.sources)
    if needs.gaps:
        _widen(spec, needs)
        return Tightened(needs, spec, is_narrowed=False)
    spec[DESTINATIONS] = _kept(spec, DESTINATIONS, list(_places(needs.destinations)))
    wanted = {
        CLUSTER: [_entry(each) for each in needs.kinds if not each.is_namespaced],
        NAMESPACED: [_entry(each) for each in needs.kinds if each.is_namespaced is not False],
    }
    for name, listed in wanted.items():
        for entry in listed if name == NAMESPACED else ():
            entry.pop("name", None)
        spec[name] = _kept(spec, name, listed)
        if not spec[name]:
            del spec[name]
    for name in DENIED:
        spec.pop(name, None)
    if NAMESPACED not in spec:
        # no list would allow every kind, and an empty one is lost when Argo CD writes the project
        spec["namespaceResourceBlacklist"] = own_copy(_NOTHING)
    return Tightened(needs, spec, is_narrowed=True)


def _sources(spec: dict[str, Any], urls: Iterable[str]) -> list[str]:
    listed = spec.get(SOURCES)
    present = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    said = {
        normalised(each): each for each in reversed(present) if not _SPECIAL_IN_URL.search(each)
    }
    found = {normalised(url): said.get(normalised(url), url) for url in urls}
    return sorted(found.values(), key=_order(present))


def _places(destinations: Collection[Destination]) -> Iterator[Entry]:
    """Give an entry for each: by server, unless one by name has to be there and admits it too."""
    by_name = {(each.name, each.namespace) for each in destinations if not each.server}
    for each in destinations:
        is_named = (each.name, each.namespace) in by_name
        yield _place(replace(each, server="") if is_named else each)


def _place(destination: Destination) -> Entry:
    key = "server" if destination.server else "name"
    cluster = _plain(getattr(destination, key))
    return {key: cluster, "namespace": _plain(destination.namespace)}


def _entry(kind: Kind) -> Entry:
    prefix = kind.name.removesuffix("*")
    name = _plain(prefix) + kind.name[len(prefix) :]
    entry = {"group": kind.group, "kind": kind.kind}
    return {**entry, "name": name} if name else entry


def _kept(spec: dict[str, Any], name: str, wanted: list[Entry]) -> list[Entry]:
    """Return the wanted entries once each: those that are there first, in their order."""
    unique: list[Entry] = []
    for entry in wanted:
        if entry not in unique:
            unique.append(entry)
    present = entries(spec, name)
    return sorted(unique, key=_order(present))


def _order(present: list[Any]) -> Callable[[Any], tuple[int, str]]:
    def key(entry: Any) -> tuple[int, str]:  # noqa: ANN401 (a text or a mapping)
        return (present.index(entry), "") if entry in present else (len(present), str(entry))

    return key


def _widen(spec: dict[str, Any], needs: Needs) -> None:
    for destination in needs.destinations:
        if not permits_destination(spec, destination):
            spec[DESTINATIONS] = [*_listed(spec, DESTINATIONS), _place(destination)]
    for each in needs.kinds:
        for namespaced in (True, False) if each.is_namespaced is None else (each.is_namespaced,):
            plain = each.name.removesuffix("*")
            if not permits_kind(spec, each.group, each.kind, plain, namespaced=namespaced):
                name = NAMESPACED if namespaced else CLUSTER
                entry = _entry(each)
                if namespaced:
                    entry.pop("name", None)
                spec[name] = [*_listed(spec, name), entry]


def _listed(spec: dict[str, Any], name: str) -> list[Any]:
    found = spec.get(name)
    return found if isinstance(found, list) else []


def _plain(text: str) -> str:
    r"""Return a pattern that means exactly a text: what patterns give a meaning gets a `\`."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
