"""Looking a kind up: the built-in store, folders of one's own, kubeconform's locations."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import SchemaError
from argowave.schema.files import CRDS, KUBERNETES, OBJECT_META, crd_path
from argowave.schema.locations import is_template, read_location

if TYPE_CHECKING:
    from collections.abc import Sequence

BUILT_IN: Final = Path(__file__).parent / "store"
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
DEFAULT: Final = "default"  # the location that names the built-in store, as in kubeconform


@dataclass(frozen=True, slots=True)
class StoredSchema:
    """The schema of one kind."""

    api_version: str
    kind: str
    scope: str  # Namespaced, Cluster, or "" where a location does not say
    source: str
    body: dict[str, Any]  # self-contained, unknown fields allowed


class Store:
    """Schemas from several places, the first one that knows a kind answering."""

    def __init__(self, locations: Sequence[str | Path]) -> None:
        """Remember the places: `default`, folders made by `argowave schemas`, templates."""
        self._locations = tuple(locations)

    @property
    def kubernetes_versions(self) -> tuple[str, ...]:
        """The minor versions of Kubernetes whose own kinds are known, oldest first."""
        versions = {v for entry in _kinds().values() for v in entry["versions"]}
        return tuple(sorted(versions, key=_minor))

    def find(
        self, api_version: str, kind: str, kubernetes_version: str = "1.36"
    ) -> StoredSchema | None:
        """Return the schema of a kind in a minor version of Kubernetes, or None.

        Raises:
            SchemaError: a place cannot be read.
        """
        for location in self._locations:
            found = _find(location, api_version, kind, kubernetes_version)
            if found is not None:
                return found
        return None

    def scope(self, api_version: str, kind: str, kubernetes_version: str = "1.36") -> str | None:
        """Return Namespaced or Cluster, None for a kind that nobody knows."""
        entry = _kinds().get(f"{api_version}/{kind}")
        if entry is not None and kubernetes_version in entry["versions"]:
            return str(entry["scope"])
        for folder in self._folders():
            stored = _read(folder / crd_path(api_version, kind))
            if stored is not None:
                return str(stored["scope"])
        return None

    def kinds(self, kubernetes_version: str) -> tuple[tuple[str, str], ...]:
        """Return (apiVersion, kind) of everything that the folders hold, sorted."""
        found = {
            tuple(key.rsplit("/", 1))
            for key, entry in _kinds().items()
            if kubernetes_version in entry["versions"]
        }
        for folder in self._folders():
            for path in sorted((folder / CRDS).glob("*/*.json")):
                stored = _read(path)
                if stored is not None:
                    found.add((stored["apiVersion"], stored["kind"]))
        return tuple(sorted((pair[0], pair[1]) for pair in found))

    def unchecked_rules(self, api_version: str, kind: str) -> tuple[str, ...]:
        """Return the CEL rules of a custom resource that no schema here can express."""
        for folder in self._folders():
            stored = _read(folder / crd_path(api_version, kind))
            if stored is not None:
                return tuple(stored["unchecked"])
        return ()

    def _folders(self) -> list[Path]:
        return [
            BUILT_IN if location == DEFAULT else Path(location)
            for location in self._locations
            if not is_template(location)
        ]


def open_store(locations: Sequence[str | Path] = ()) -> Store:
    """Return a store that looks in `locations` in order; with none, in the built-in store.

    Args:
        locations: `default` (the built-in store), a folder made by `argowave schemas add`, or
            one of kubeconform's -schema-location templates.
    """
    return Store(locations or (DEFAULT,))


def _find(
    location: str | Path, api_version: str, kind: str, kubernetes_version: str
) -> StoredSchema | None:
    if is_template(location):
        body = read_location(str(location), api_version, kind, kubernetes_version)
        return None if body is None else StoredSchema(api_version, kind, "", str(location), body)
    folder = BUILT_IN if location == DEFAULT else Path(location)
    if folder == BUILT_IN:
        entry = _kinds().get(f"{api_version}/{kind}")
        if entry is not None and kubernetes_version in entry["versions"]:
            body = _assemble({"$ref": f"#/$defs/{entry['definition']}"}, kubernetes_version)
            return StoredSchema(api_version, kind, entry["scope"], "Kubernetes", body)
    stored = _read(folder / crd_path(api_version, kind))
    if stored is None:
        return None
    body = _assemble(stored["schema"], kubernetes_version)
    return StoredSchema(api_version, kind, stored["scope"], stored["source"], body)


def _assemble(root: dict[str, Any], version: str) -> dict[str, Any]:
    """Return `root` with every definition that it leads to under $defs."""
    definitions: dict[str, Any] = {}
    waiting = _references(root)
    while waiting:
        name = waiting.pop()
        if name not in definitions:
            definitions[name] = _definition(name, version)
            waiting |= _references(definitions[name])
    if set(root) == {"$ref"}:
        # the root itself, not a reference to it: reports look into its properties
        root = definitions[root["$ref"].rpartition("/")[2]]
    return {"$schema": DRAFT, **root, "$defs": definitions}


def _references(node: Any) -> set[str]:  # noqa: ANN401 (any JSON value)
    if isinstance(node, list):
        return {name for each in node for name in _references(each)}
    if not isinstance(node, dict):
        return set()
    found = {name for each in node.values() for name in _references(each)}
    reference = node.get("$ref")
    if isinstance(reference, str):
        found.add(reference.rpartition("/")[2])
    return found


def _definition(name: str, version: str) -> dict[str, Any]:
    steps = _package(name.rpartition(".")[0]).get(name, [])
    body: Any = None
    for since, each in steps:
        if _minor(since) <= _minor(version):
            body = each
    if body is None:
        if name != OBJECT_META:
            message = f"the built-in store has no {name} for Kubernetes {version}"
            raise SchemaError(message, hint="run `argowave schemas verify`")
        body = steps[0][1]
    found: dict[str, Any] = body
    return found


@functools.cache
def _package(package: str) -> dict[str, Any]:
    return _read(BUILT_IN / KUBERNETES / f"{package}.json") or {}


@functools.cache
def _kinds() -> dict[str, dict[str, Any]]:
    return _read(BUILT_IN / KUBERNETES / "kinds.json") or {}


def _read(path: Path) -> dict[str, Any] | None:
    try:
        stored: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        message = f"is no schema of a store: {error}"
        raise SchemaError(message, path=path, hint="run `argowave schemas verify`") from error
    return stored


def _minor(version: str) -> int:
    return int(version.split(".")[1])
