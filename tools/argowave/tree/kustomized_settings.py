"""A kustomization, or a JSON patch → what they say of argocd-cm without a file of its own.

That is patches which stand in the kustomization itself, JSON patches (RFC 6902) of its data, and
literals of a generator. Each is given as the settings and the path of what holds them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.typed import as_list
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    Path = tuple[str | int, ...]
    Said = tuple[dict[str, Any], Path]

_NAME: Final = "argocd-cm"
_PATCHES: Final = ("patches", "patchesJson6902", "patchesStrategicMerge")
_DATA: Final = "/data"


def settings_in(body: object) -> Iterator[Said]:
    """Give what a kustomization's own text says of argocd-cm, in the order of its fields."""
    if not isinstance(body, dict):
        return
    for index, entry in enumerate(as_list(body.get("configMapGenerator"))):
        if isinstance(entry, dict) and entry.get("name") == _NAME:
            place: Path = ("configMapGenerator", index, "literals")
            stated = [str(each).partition("=") for each in as_list(entry.get("literals"))]
            if data := {key: value for key, _, value in stated}:
                yield data, place
    for field in _PATCHES:
        for index, entry in enumerate(as_list(body.get(field))):
            if isinstance(entry, str):
                yield from _in_text(entry, (field, index), is_settings=False)
            elif isinstance(entry, dict):
                text, place = entry.get("patch"), (field, index, "patch")
                if isinstance(text, str):
                    is_settings = targets_settings(entry.get("target"))
                    yield from _in_text(text, place, is_settings=is_settings)


def json_patches(body: object) -> Iterator[str]:
    """Give the paths of the JSON patches of argocd-cm that a kustomization names."""
    if isinstance(body, dict):
        for field in _PATCHES:
            for entry in as_list(body.get(field)):
                if isinstance(entry, dict) and targets_settings(entry.get("target")):
                    path = entry.get("path")
                    if isinstance(path, str):
                        yield path


def targets_settings(target: object) -> bool:
    """Tell whether a patch's target is argocd-cm, by name; kustomize takes it for a pattern."""
    if not isinstance(target, dict) or target.get("kind", "ConfigMap") != "ConfigMap":
        return False
    name = target.get("name")
    try:
        return isinstance(name, str) and re.fullmatch(name, _NAME) is not None
    except re.error:
        return False


def changed_data(operations: object) -> dict[str, Any]:
    """Return what a JSON patch adds to the data of a ConfigMap, or replaces there."""
    data: dict[str, Any] = {}
    for each in as_list(operations):
        if not isinstance(each, dict) or each.get("op") not in ("add", "replace"):
            continue
        path, value = each.get("path"), each.get("value")
        if path == _DATA and isinstance(value, dict):
            data |= value
        elif isinstance(path, str) and path.startswith(f"{_DATA}/"):
            key = path.removeprefix(f"{_DATA}/").replace("~1", "/").replace("~0", "~")
            data[key] = value
    return data


def _in_text(text: str, place: Path, *, is_settings: bool) -> Iterator[Said]:
    for document in read_documents(text.encode(), "patch"):
        if isinstance(document, YamlFault):
            continue
        body = document.body
        if isinstance(body, list):
            data = changed_data(body) if is_settings else {}
        else:
            data = _strategic(body, is_settings=is_settings)
        if data:
            yield data, place


def _strategic(body: object, *, is_settings: bool) -> dict[str, Any]:
    if not isinstance(body, dict) or body.get("kind") != "ConfigMap":
        return {}
    metadata, data = body.get("metadata"), body.get("data")
    is_named = isinstance(metadata, dict) and metadata.get("name") == _NAME
    return data if (is_settings or is_named) and isinstance(data, dict) else {}
