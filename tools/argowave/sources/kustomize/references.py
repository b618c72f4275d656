"""A kustomization, or what one of its plugins is configured with → the paths that it names.

Source for the fields: api/types of kustomize 5.8 (Kustomization, Patch, KvPairSources,
ReplacementField, HelmGlobals, HelmChart, HelmChartArgs).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCUMULATED: Final = ("resources", "bases", "components")  # files, folders or repositories
PLUGINS: Final = ("generators", "transformers", "validators")  # files or folders, or inline
_FILES: Final = ("crds", "configurations")
_PATCHES: Final = ("patches", "patchesJson6902", "replacements")
_MANIFESTS: Final = frozenset({*ACCUMULATED, *_PATCHES, "patchesStrategicMerge"})
_GENERATORS: Final = ("configMapGenerator", "secretGenerator")
_INFLATED: Final = ("helmCharts", "helmChartInflationGenerator")
_PLUGIN_FIELDS: Final = frozenset({"path", "env", "valuesFile", "values", "chartHome"})
_PLUGIN_LISTS: Final = frozenset({"paths", "files", "envs", "additionalValuesFiles"})
# what api/internal/git takes for a repository, where no file or folder of that name is
_REPOSITORY: Final = re.compile(r"(git::|gh:|[\w.-]+@[\w.-]+[:/]|[\w-]+(\.[\w-]+)+[/:]\S*[/:]\S)")
_SCHEME: Final = re.compile(r"(git::)?[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Reference:
    """One path that a kustomization names."""

    path: str
    pointer: tuple[str | int, ...]
    leads_on: bool = False  # it may be the folder of another kustomization
    is_plugin: bool = False  # the file configures a plugin, and may name paths itself

    @property
    def is_manifest(self) -> bool:
        """Whether the file holds objects, or patches of some."""
        return self.pointer[0] in _MANIFESTS

    @property
    def needed(self) -> bool:
        """Whether kustomize refuses to build without it."""
        return not str(self.pointer[0]).startswith("helm")


def references_of(body: dict[str, Any]) -> Iterator[Reference]:
    """Give every path that a kustomization names, in the order of its fields."""
    for field in (*ACCUMULATED, *PLUGINS, *_FILES, "patchesStrategicMerge"):
        for index, entry in enumerate(_list(body.get(field))):
            if isinstance(entry, str) and "\n" not in entry:  # more lines are the object itself
                leads_on = field in ACCUMULATED or field in PLUGINS
                yield Reference(entry, (field, index), leads_on, field in PLUGINS)
    for field in _PATCHES:
        for index, entry in enumerate(_list(body.get(field))):
            yield from _text(entry, "path", (field, index))
    yield from _text(body.get("openapi"), "path", ("openapi",))
    for field in _GENERATORS:
        for index, entry in enumerate(_list(body.get(field))):
            yield from _generated(entry, (field, index))
    yield from _inflated(body)


def plugin_references(body: object) -> Iterator[Reference]:
    """Give every path that the configuration of a plugin may name; some are none."""
    if not isinstance(body, dict):
        return
    for key, value in body.items():
        if key in _PLUGIN_FIELDS:
            yield from _text(body, key, ())
        elif key in _PLUGIN_LISTS:
            yield from _key_paths(value, (key,))
        elif key == "replacements":
            for index, entry in enumerate(_list(value)):
                yield from _text(entry, "path", (key, index))


def inflates_charts(body: dict[str, Any]) -> bool:
    """Tell whether Helm takes part, which kustomize has no part in without --enable-helm."""
    inflator = body.get("kind") == "HelmChartInflationGenerator"
    return inflator or any(_list(body.get(field)) for field in _INFLATED)


def is_remote(path: str) -> bool:
    """Tell whether kustomize would ask the network for a path that is not there."""
    return bool(_SCHEME.match(path) or _REPOSITORY.match(path))


def is_remote_file(path: str) -> bool:
    """Tell whether kustomize asks the network without looking for a file (loader.IsRemoteFile)."""
    return path.lower().startswith(("http://", "https://"))


def _generated(entry: object, place: tuple[str | int, ...]) -> Iterator[Reference]:
    if isinstance(entry, dict):
        yield from _key_paths(entry.get("files"), (*place, "files"))
        yield from _key_paths(entry.get("envs"), (*place, "envs"))
        yield from _text(entry, "env", place)


def _key_paths(entries: object, place: tuple[str | int, ...]) -> Iterator[Reference]:
    """Give the paths of a list whose entries may begin with `key=`."""
    for index, entry in enumerate(_list(entries)):
        if isinstance(entry, str) and "\n" not in entry:
            yield Reference(entry.rpartition("=")[2], (*place, index))


def _inflated(body: dict[str, Any]) -> Iterator[Reference]:
    if not inflates_charts(body):
        return
    stated = body.get("helmGlobals")
    home = stated.get("chartHome") if isinstance(stated, dict) else None
    yield Reference(home if isinstance(home, str) and home else "charts", ("helmGlobals",))
    for field in _INFLATED:
        for index, entry in enumerate(_list(body.get(field))):
            if isinstance(entry, dict):
                for key in ("valuesFile", "values", "chartHome"):
                    yield from _text(entry, key, (field, index))
                extra = entry.get("additionalValuesFiles")
                yield from _key_paths(extra, (field, index, "additionalValuesFiles"))


def _text(entry: object, key: str, place: tuple[str | int, ...]) -> Iterator[Reference]:
    value = entry.get(key) if isinstance(entry, dict) else None
    if isinstance(value, str) and value and "\n" not in value:
        yield Reference(value, (*place, key))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
