"""A templatePatch → what it makes of a generated Application.

applyTemplatePatch in applicationset/controllers/template/patch.go: a strategic merge patch for
Argo CD's Application type, whose lists are all replaced but for metadata.finalizers.
"""

from __future__ import annotations

import json
from typing import Any, Final

from argowave.applicationsets.faults import Fault
from argowave.yamlio import YamlFault, read_documents

_DIRECTIVE: Final = "$patch"
_FREED: Final = "$deleteFromPrimitiveList/"
_PASSED_OVER: Final = ("$setElementOrder/", "$retainKeys")
_PLACE: Final = ("templatePatch",)
_FINALIZERS: Final = ("metadata", "finalizers")
_METADATA: Final = ("name", "labels", "annotations", "finalizers")


def apply_patch(body: dict[str, Any], text: str) -> dict[str, Any]:
    """Return an Application with a patch applied; spec.project stays as it was.

    Of what it patches metadata and spec count only: createOrUpdateInCluster takes no more.

    Args:
        body: the Application.
        text: the patch, YAML or JSON, already filled in.

    Raises:
        Fault: it is no mapping, or patches what Argo CD cannot.
    """
    patch = _read(text)
    if patch is None:
        return body
    merged = _merged(body, patch, ())
    metadata, spec = (_mapping(merged, name) for name in ("metadata", "spec"))
    spec.pop("project", None)
    if "project" in body["spec"]:
        spec["project"] = body["spec"]["project"]
    kept = {key: value for key, value in metadata.items() if key in _METADATA}
    return {**body, "metadata": kept, "spec": spec}


def _read(text: str) -> dict[str, Any] | None:
    """Return the patch, None for one that says nothing; what begins with { has to be JSON."""
    if text.lstrip().startswith("{"):
        _check_json(text)
    document = read_documents(text.encode(), "templatePatch", strict=False)[0]
    if isinstance(document, YamlFault):
        message = f"templatePatch becomes no YAML: {document.message} (its line {document.line})"
        raise Fault(message, _PLACE)
    found = document.body
    if found is not None and not isinstance(found, dict):
        message = "templatePatch becomes no mapping"
        raise Fault(message, _PLACE)
    return found


def _check_json(text: str) -> None:
    try:
        json.loads(text)
    except ValueError as error:
        message = f"templatePatch begins with {{ and becomes no JSON: {error}"
        raise Fault(message, _PLACE) from None
    except RecursionError:
        message = "templatePatch is nested too deeply"
        raise Fault(message, _PLACE) from None


def _mapping(merged: dict[str, Any], name: str) -> dict[str, Any]:
    found = merged.get(name)
    if found is not None and not isinstance(found, dict):
        message = f"templatePatch makes {name} no mapping"
        raise Fault(message, _PLACE)
    return dict(found or {})


def _merged(below: dict[str, Any], patch: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    if _DIRECTIVE in patch:
        return _directed(patch)
    made = dict(below)
    for key, value in patch.items():
        if key.startswith(_FREED):
            name = key.removeprefix(_FREED)
            made[name] = _freed(made.get(name), value)
        elif value is None:
            made.pop(key, None)
        elif not key.startswith(_PASSED_OVER):
            _put(made, key, value, path)
    return made


def _put(made: dict[str, Any], key: str, value: object, path: tuple[str, ...]) -> None:
    known = made.get(key)
    if not isinstance(value, dict) or isinstance(known, dict):
        made[key] = _value(known, value, (*path, key))
    elif _DIRECTIVE in value:  # what is not there cannot be replaced
        made.pop(key, None)
    else:
        made[key] = _merged({}, value, (*path, key))


def _directed(patch: dict[str, Any]) -> dict[str, Any]:
    if patch[_DIRECTIVE] == "replace":
        return {key: value for key, value in patch.items() if key != _DIRECTIVE}
    if patch[_DIRECTIVE] == "delete":
        return {}
    message = (
        f"templatePatch states {_DIRECTIVE}: {patch[_DIRECTIVE]}; there are replace and delete"
    )
    raise Fault(message, _PLACE)


def _freed(known: object, value: object) -> object:
    if not isinstance(known, list) or not isinstance(value, list):
        return known
    return [each for each in known if each not in value]


def _value(known: object, value: object, path: tuple[str, ...]) -> object:
    inside = path[-2:-1] == ("valuesObject",) and isinstance(known, (dict, list))
    if inside and type(known) is type(value):
        message = (
            f"templatePatch patches {path[-1]} in valuesObject, which is there already; Argo CD "
            "refuses that for a mapping or a list: state it in one place only"
        )
        raise Fault(message, _PLACE)
    if isinstance(value, dict) and isinstance(known, dict):
        return _merged(known, value, path)
    if isinstance(value, list) and isinstance(known, list) and path == _FINALIZERS:
        return _ordered(known, value)
    return value


def _ordered(known: list[Any], patch: list[Any]) -> list[Any]:
    """Return both lists in one: the patch's first, but for what stood before them already.

    normalizeElementOrder and mergeSortedSlice in apimachinery's strategicpatch.
    """
    left = [each for each in known if each not in patch]
    made: list[Any] = []
    for each in patch:
        while each in known and left and known.index(left[0]) < known.index(each):
            made.append(left.pop(0))
        if each not in made:
            made.append(each)
    return [*made, *left]
