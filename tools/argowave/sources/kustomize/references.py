"""A kustomization, or what one of its plugins is configured with → the paths that it names.

Source for the fields: api/types of kustomize 5.8 (Kustomization, Patch, KvPairSources,
ReplacementField, HelmGlobals, HelmChart, HelmChartArgs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.typed import as_list

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


@dataclass(frozen=True, slots=True)
class Reference:
    """One path that a kustomization names."""

    path: str
    pointer: tuple[str | int, ...]
    leads_on: bool = False  # it may be the folder of another kustomization
    is_plugin: bool = False  # the file configures a plugin, and may name paths itself
    key: str = ""  # what stands before the path with a generator's file: `name=`

    @property
    def is_component(self) -> bool:
        """Whether it may not be a file."""
        return self.pointer[0] == "components"

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
        for index, entry in enumerate(as_list(body.get(field))):
            if isinstance(entry, str) and "\n" not in entry:  # more lines are the object itself
                leads_on = field in ACCUMULATED or field in PLUGINS
                yield Reference(entry, (field, index), leads_on, field in PLUGINS)
    for field in _PATCHES:
        for index, entry in enumerate(as_list(body.get(field))):
            yield from _text(entry, "path", (field, index))
    yield from _text(body.get("openapi"), "path", ("openapi",))
    for field in _GENERATORS:
        for index, entry in enumerate(as_list(body.get(field))):
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
            for index, entry in enumerate(as_list(value)):
                yield from _text(entry, "path", (key, index))


def inflates_charts(body: dict[str, Any]) -> bool:
    """Tell whether Helm takes part, which kustomize has no part in without --enable-helm."""
    inflator = body.get("kind") == "HelmChartInflationGenerator"
    return inflator or any(as_list(body.get(field)) for field in _INFLATED)


def is_remote_file(path: str) -> bool:
    """Tell whether kustomize asks the network without looking for a file (loader.IsRemoteFile)."""
    return path.lower().startswith(("http://", "https://"))


def _generated(entry: object, place: tuple[str | int, ...]) -> Iterator[Reference]:
    if isinstance(entry, dict):
        yield from _key_paths(entry.get("files"), (*place, "files"))
        for index, path in enumerate(as_list(entry.get("envs"))):
            if isinstance(path, str) and "\n" not in path:
                yield Reference(path, (*place, "envs", index))
        yield from _text(entry, "env", place)


def _key_paths(entries: object, place: tuple[str | int, ...]) -> Iterator[Reference]:
    """Give the paths of a list whose entries may begin with `key=`; a file's name is the key."""
    for index, entry in enumerate(as_list(entries)):
        if isinstance(entry, str) and "\n" not in entry:
            key, _, path = entry.rpartition("=")
            yield Reference(path, (*place, index), key=f"{key or path.rpartition('/')[2]}=")


def _inflated(body: dict[str, Any]) -> Iterator[Reference]:
    if not inflates_charts(body):
        return
    stated = body.get("helmGlobals")
    home = stated.get("chartHome") if isinstance(stated, dict) else None
    yield Reference(home if isinstance(home, str) and home else "charts", ("helmGlobals",))
    for field in _INFLATED:
        for index, entry in enumerate(as_list(body.get(field))):
            if isinstance(entry, dict):
                for key in ("valuesFile", "values", "chartHome"):
                    yield from _text(entry, key, (field, index))
                extra = entry.get("additionalValuesFiles")
                yield from _key_paths(extra, (field, index, "additionalValuesFiles"))


def _text(entry: object, key: str, place: tuple[str | int, ...]) -> Iterator[Reference]:
    value = entry.get(key) if isinstance(entry, dict) else None
    if isinstance(value, str) and value and "\n" not in value:
        yield Reference(value, (*place, key))
