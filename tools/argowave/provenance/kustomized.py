"""An Application's kustomize options → those that a field of what was built comes from.

Kustomize applies patches first, then names, labels, replicas and images, so that those have the
last word (configureBuiltinTransformers in api/internal/target of kustomize 5.8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.provenance.values import ABSENT, at
from argowave.typed import as_list, as_mapping, as_text
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.manifest import Manifest
    from argowave.provenance.values import Place
    from argowave.sources.source import KustomizeOptions, Source
    from argowave.yamlio import Document

_NAME: Final = ("metadata", "name")
_FINDING: Final = ("name", "kind", "apiVersion")  # by which a merge finds what it changes
_LABELS: Final = ("labels", "matchLabels")


@dataclass(frozen=True, slots=True)
class KustomizeUse:
    """A kustomization that an Application changes."""

    source: Source
    application: Manifest

    def places(self, document: Document, path: Place) -> tuple[Place, ...]:
        """Return where in the Application stands what a field was set to, () for elsewhere."""
        found = tuple(_places(self.source.kustomize, document.body, path))
        return tuple(("spec", *self.source.place, "kustomize", *each) for each in found)


def _places(options: KustomizeOptions, body: dict[str, Any], path: Place) -> Iterator[Place]:
    value = at(body, path)
    if not path or value is ABSENT:
        return
    if path == _NAME:
        yield from _of_name(options, str(value))
    elif path == ("metadata", "namespace") and value == options.namespace:
        yield ("namespace",)
    elif found := _of_value(options, body, path, value):
        yield found
    elif (number := _patch_of(options, body, path, value)) is not None:
        yield ("patches", number)


def _of_name(options: KustomizeOptions, name: str) -> Iterator[Place]:
    if options.name_prefix and name.startswith(options.name_prefix):
        yield ("namePrefix",)
    if options.name_suffix and name.endswith(options.name_suffix):
        yield ("nameSuffix",)


def _of_value(
    options: KustomizeOptions, body: dict[str, Any], path: Place, value: object
) -> Place | None:
    """Return the image, count, label or annotation that a field has."""
    key = path[-1]
    if key == "image" and isinstance(value, str):
        images = [n for n, each in enumerate(options.images) if _is_image(each, value)]
        return ("images", images[-1]) if images else None
    if path == ("spec", "replicas"):
        name = _own_name(options, body)
        counts = [(n, str(count)) for n, (of, count) in enumerate(options.replicas) if of == name]
        return ("replicas", counts[-1][0]) if counts and counts[-1][1] == str(value) else None
    above = path[-2] if len(path) > 1 else ""
    if above in _LABELS and (key, value) in options.common_labels:
        return ("commonLabels", key)
    if above == "annotations" and (key, value) in options.common_annotations:
        return ("commonAnnotations", key)
    return None


def _is_image(stated: str, value: str) -> bool:
    """Tell whether [NAME=]IMAGE has made a value, whose tag may be its own where that has none."""
    image = stated.partition("=")[2] or stated
    is_whole = "@" in image or ":" in image.rpartition("/")[2]
    return value == image if is_whole else re.split(r"@|:(?!.*/)", value)[0] == image


def _own_name(options: KustomizeOptions, body: dict[str, Any]) -> str:
    """Return an object's name as the kustomization has it."""
    name = as_text(at(body, _NAME))
    return name.removeprefix(options.name_prefix).removesuffix(options.name_suffix)


def _patch_of(
    options: KustomizeOptions, body: dict[str, Any], path: Place, value: object
) -> int | None:
    """Return the last inline patch that says what a field has."""
    name = _own_name(options, body)
    for number in reversed(range(len(options.patches))):
        patch = options.patches[number]
        target = as_mapping(patch.get("target"))
        for document in read_documents(as_text(patch.get("patch")).encode(), "patch", strict=False):
            stated = None if isinstance(document, YamlFault) else document.body
            about = target or {
                "kind": as_mapping(stated).get("kind"),
                "name": as_mapping(as_mapping(stated).get("metadata")).get("name"),
            }
            if _is_about(about, as_text(body.get("kind")), name) and any(
                each == value for each in _said(stated, body, path)
            ):
                return number
    return None


def _is_about(target: dict[str, Any], kind: str, name: str) -> bool:
    """Compare as kustomize does, with expressions that match the whole (types.SelectorRegex)."""
    pairs = ((target.get("kind"), kind), (target.get("name"), name))
    try:
        return all(not said or re.fullmatch(str(said), of) for said, of in pairs)
    except re.error:  # Go's syntax may be another one
        return False


def _said(stated: object, body: dict[str, Any], path: Place) -> Iterator[object]:
    """Give what a patch, of either sort, says at a path."""
    for operation in map(as_mapping, as_list(stated)):
        steps = as_text(operation.get("path")).split("/")[1:]
        known = [str(each) for each in path[: len(steps)]]
        if [each.replace("~1", "/").replace("~0", "~") for each in steps] == known:
            yield at(operation.get("value"), path[len(steps) :])
    if isinstance(stated, dict) and path[-1] not in _FINDING:
        yield _in_patch(stated, body, path)


def _in_patch(patch: Any, body: Any, path: Place) -> object:  # noqa: ANN401 (any JSON value)
    """Return what a strategic merge patch says, whose lists are merged by the names of items."""
    for step in path:
        if isinstance(step, int) and isinstance(patch, list):
            named = as_mapping(at(body, (step,))).get("name")
            alike = [each for each in patch if named and as_mapping(each).get("name") == named]
            patch = alike[0] if alike else ABSENT
        else:
            patch = at(patch, (step,))
        body = at(body, (step,))
    return patch
