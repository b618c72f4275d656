"""Looking a kind up: the built-in stores, folders of one's own, kubeconform's locations."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.kubernetes_version import DEFAULT_VERSION
from argowave.schema.definitions import BUILT_IN, OPERATORS, assemble, kinds, versions
from argowave.schema.files import CRDS, LOCK, crd_path, read_json, release_of
from argowave.schema.locations import check_location, read_location
from argowave.schema.names import can_exist

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT: Final = "default"  # the location that names the built-in store, as in kubeconform
KUBERNETES_SOURCE: Final = "Kubernetes"
# of this repository's own Crossplane, and with other fields in an older one that many still have
_CHANGED: Final = frozenset((("apiextensions.crossplane.io/v1", "Composition"),))


@dataclass(frozen=True, slots=True)
class StoredSchema:
    """The schema of one kind."""

    api_version: str
    kind: str
    scope: str  # Namespaced, Cluster, or "" where a location does not say
    source: str
    body: dict[str, Any]  # self-contained, unknown fields allowed
    release: str = ""  # cert-manager v1.21.2, where the cluster may have another one


@dataclass(frozen=True, order=True, slots=True)
class Entry:
    """One kind that a store holds."""

    api_version: str
    kind: str
    scope: str
    source: str


class Store:
    """Schemas from several places, the first one that knows a kind answering."""

    def __init__(self, locations: Sequence[str | Path]) -> None:
        """Remember the places: `default`, folders made by `argowave schemas`, templates.

        Raises:
            SchemaError: a place is not there, or is no template.
        """
        self._places = [place for location in locations for place in _places(location)]
        self._entries = functools.cache(self._list)
        self._found: dict[tuple[str, str, str], bool] = {}  # what was looked for

    @property
    def kubernetes_versions(self) -> tuple[str, ...]:
        """The minor versions of Kubernetes whose own kinds are known, oldest first."""
        return versions()

    def find(
        self, api_version: str, kind: str, kubernetes_version: str = DEFAULT_VERSION
    ) -> StoredSchema | None:
        """Return the schema of a kind in a minor version of Kubernetes, or None.

        Raises:
            SchemaError: a place cannot be read.
        """
        asked = (api_version, kind, kubernetes_version)
        for place in self._places if self._found.get(asked, True) else ():
            found = _find(place, api_version, kind, kubernetes_version)
            if found is not None:
                self._found[asked] = True
                return found
        self._found[asked] = False
        return None

    def has(self, api_version: str, kind: str, kubernetes_version: str = DEFAULT_VERSION) -> bool:
        """Tell whether there is a schema of a kind; it is looked for only once.

        Raises:
            SchemaError: as in find.
        """
        asked = (api_version, kind, kubernetes_version)
        if asked not in self._found:
            self.find(*asked)
        return self._found[asked]

    def scope(
        self, api_version: str, kind: str, kubernetes_version: str = DEFAULT_VERSION
    ) -> str | None:
        """Return Namespaced or Cluster, None for a kind that nobody knows."""
        own = _own_kind(api_version, kind, kubernetes_version)
        if own is not None:
            return str(own["scope"])
        for folder in self._folders():
            stored = _crd(folder, api_version, kind)
            if stored is not None:
                return str(stored["scope"])
        return None

    def versions_of(self, api_version: str, kind: str) -> tuple[str, ...]:
        """Return the minor versions that have one of Kubernetes' own kinds, oldest first.

        Empty for everything else, and for what no stored version has.
        """
        found = kinds().get(f"{api_version}/{kind}")
        return () if found is None else tuple(found["versions"])

    def api_versions_of(self, group: str, kind: str, kubernetes_version: str) -> tuple[str, ...]:
        """Return the apiVersions of a group in which a version of Kubernetes has a kind."""
        found = (
            key.rpartition("/")
            for key, own in kinds().items()
            if kubernetes_version in own["versions"]
        )
        return tuple(
            each for each, _, name in found if name == kind and each.rpartition("/")[0] == group
        )

    def own_kinds(self, group: str) -> frozenset[str]:
        """Return the kinds that a group of Kubernetes' own has in any version, none of others."""
        found = (key.rpartition("/") for key in kinds())
        return frozenset(kind for each, _, kind in found if each.rpartition("/")[0] == group)

    def kinds(self, kubernetes_version: str) -> tuple[tuple[str, str], ...]:
        """Return (apiVersion, kind) of everything that the folders hold, sorted."""
        found = self._entries(kubernetes_version)
        return tuple((entry.api_version, entry.kind) for entry in found)

    def entries(self, kubernetes_version: str) -> tuple[Entry, ...]:
        """Return everything that the folders hold, sorted; templates cannot be listed."""
        return self._entries(kubernetes_version)

    def unchecked_rules(self, api_version: str, kind: str) -> tuple[str, ...]:
        """Return the rules of a custom resource that no schema here can express."""
        for folder in self._folders():
            stored = _crd(folder, api_version, kind)
            if stored is not None:
                return tuple(stored["unchecked"])
        return ()

    def _folders(self) -> list[Path]:
        return [place for place in self._places if isinstance(place, Path)]

    def _list(self, kubernetes_version: str) -> tuple[Entry, ...]:
        found: dict[tuple[str, str], Entry] = {}
        for folder in self._folders():
            for path in sorted((folder / CRDS).glob("*/*.json")):
                stored = read_json(path)
                if stored is not None:
                    words = (stored["apiVersion"], stored["kind"])
                    entry = Entry(*words, stored["scope"], stored["source"])
                    found.setdefault(words, entry)
            if folder != BUILT_IN:
                continue
            for key, own in kinds().items():
                if kubernetes_version in own["versions"]:
                    api_version, _, kind = key.rpartition("/")
                    entry = Entry(api_version, kind, own["scope"], KUBERNETES_SOURCE)
                    found.setdefault((api_version, kind), entry)
        return tuple(sorted(found.values()))


@functools.cache
def served_versions(kubernetes_version: str) -> tuple[str, ...]:
    """Return group/version and group/version/Kind of what an API server of a version serves.

    Those are Kubernetes' own stable kinds; what is alpha or beta is off unless somebody turns it
    on. Empty for a version that is not stored.
    """
    found: set[str] = set()
    for key, own in kinds().items():
        api_version, _, kind = key.rpartition("/")
        stable = re.fullmatch(r"v\d+", api_version.rpartition("/")[2])
        if kubernetes_version in own["versions"] and stable and not kind.endswith("List"):
            found |= {api_version, key}
    return tuple(sorted(found))


def open_store(locations: Sequence[str | Path] = ()) -> Store:
    """Return a store that looks in `locations` in order; with none, in the built-in ones.

    Args:
        locations: `default` (the built-in store, then that of operators), a folder made by
            `argowave schemas add`, or what kubeconform takes as -schema-location: a template, or
            a folder or URL with its layout.

    Raises:
        SchemaError: a folder is not there, or a template has an unknown variable.
    """
    return Store(locations or (DEFAULT,))


def _places(location: str | Path) -> list[Path | str]:
    """Return folders of stores, or a location as kubeconform takes it."""
    if location == DEFAULT:
        return [BUILT_IN, OPERATORS]
    if isinstance(location, Path) or (Path(location) / LOCK).is_file():
        return [Path(location)]
    check_location(location)
    return [location]


def _find(
    place: Path | str, api_version: str, kind: str, kubernetes_version: str
) -> StoredSchema | None:
    if isinstance(place, str):
        found = read_location(place, api_version, kind, kubernetes_version)
        return None if found is None else StoredSchema(api_version, kind, "", *found)
    if place == BUILT_IN:
        own = _own_kind(api_version, kind, kubernetes_version)
        if own is not None:
            body = assemble({"$ref": f"#/$defs/{own['definition']}"}, kubernetes_version)
            return StoredSchema(api_version, kind, own["scope"], KUBERNETES_SOURCE, body)
    stored = _crd(place, api_version, kind)
    if stored is None:
        return None
    body = assemble(stored["schema"], kubernetes_version)
    source = stored["source"]
    is_other = place == OPERATORS or (place == BUILT_IN and (api_version, kind) in _CHANGED)
    release = release_of(source) if is_other else ""
    return StoredSchema(api_version, kind, stored["scope"], source, body, release)


def _own_kind(api_version: str, kind: str, kubernetes_version: str) -> dict[str, Any] | None:
    found = kinds().get(f"{api_version}/{kind}")
    return found if found is not None and kubernetes_version in found["versions"] else None


def _crd(folder: Path, api_version: str, kind: str) -> dict[str, Any] | None:
    if not can_exist(api_version, kind):
        return None
    stored = read_json(folder / crd_path(api_version, kind))
    # the file's name has the kind in lower case, which is not the same kind to Kubernetes
    return stored if stored is not None and stored.get("kind") == kind else None
