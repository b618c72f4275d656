"""Crossplane's composite resources and claims → the Compositions that they name or select.

Source: SelectComposition in internal/controller/apiextensions/composite/api.go of Crossplane, whose
candidates have every label and the kind of the composite resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.reference import NOWHERE, Need, refer
from argowave.resources.key import Key
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path, Reference
    from argowave.resources import Inventory, Resource

    Kind = tuple[str, str]  # group and kind

_GROUP: Final = "apiextensions.crossplane.io"
_PARTS: Final[tuple[Path, ...]] = (("spec",), ("spec", "crossplane"))  # the latter in Crossplane 2
_RELATION: Final = "is composed by"


def composite_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the Composition of each composite resource and claim that states one.

    Only of kinds of which the tree has one at all: the others come from packages.
    """
    compositions: dict[Kind, list[Resource]] = {}
    for each in inventory.of_kind(_GROUP, "Composition"):
        path = ("spec", "compositeTypeRef")
        group = each.text(*path, "apiVersion").rpartition("/")[0]
        compositions.setdefault((group, each.text(*path, "kind")), []).append(each)
    for kind, composed in _kinds(inventory, compositions):
        for resource in inventory.by_kind.get(kind, ()):
            beside = [each for each in compositions[composed] if each.cluster == resource.cluster]
            for part in _PARTS if beside else ():
                yield from _named(resource, (*part, "compositionRef", "name"))
                yield from _selected(inventory, resource, (*part, "compositionSelector"), beside)


def _kinds(
    inventory: Inventory, compositions: dict[Kind, list[Resource]]
) -> Iterator[tuple[Kind, Kind]]:
    """Give each kind that may state a Composition, and the one that is composed.

    A definition that enforces a Composition passes over what is stated.
    """
    enforced: set[Kind] = set()
    for definition in inventory.of_kind(_GROUP, "CompositeResourceDefinition"):
        group = definition.text("spec", "group")
        composed = (group, definition.text("spec", "names", "kind"))
        if definition.mapping("spec", "enforcedCompositionRef"):
            enforced.add(composed)
        elif composed in compositions and (claim := definition.text("spec", "claimNames", "kind")):
            yield (group, claim), composed
    yield from ((kind, kind) for kind in compositions if kind not in enforced)


def _named(resource: Resource, path: Path) -> Iterator[Reference]:
    if name := resource.text(*path):
        key = Key(resource.cluster, _GROUP, "Composition", "", name)
        yield refer(resource, path, key, _RELATION, need=Need.NONE)


def _selected(
    inventory: Inventory, resource: Resource, path: Path, compositions: list[Resource]
) -> Iterator[Reference]:
    labels = resource.mapping(*path, "matchLabels")
    if not labels or resource.text(*path[:-1], "compositionRef", "name"):
        return
    keys = tuple(each.key for each in compositions if labels.items() <= each.labels.items())
    missing = Key(resource.cluster, _GROUP, "Composition", "", NOWHERE)
    shown = ", ".join(f"{key}={value}" for key, value in labels.items())
    packages = inventory.of_kind("pkg.crossplane.io", "Configuration")
    yield refer(
        resource,
        (*path, "matchLabels"),
        keys or (missing,),
        _RELATION,
        need=Need.NONE,
        wanted="" if keys else f"a Composition of its kind labelled {shown}",
        doubt=f"{packages[0].subject} may bring it" if packages else "",
        meant="" if keys else _meant(labels, compositions),
    )


def _meant(labels: dict[str, Any], compositions: list[Resource]) -> str:
    """Return the label that has to be mended for a Composition to be selected, "" for none."""
    for each in compositions:
        wrong = [(key, value) for key, value in labels.items() if each.labels.get(key) != value]
        nearly = [
            f"{key}={meant}"
            for key, meant in each.labels.items()
            for other, value in wrong
            if (key == other and is_slip(str(value), str(meant)))
            or (value == meant and is_slip(str(other), str(key)))
        ]
        if nearly and len(wrong) == 1:
            return nearly[0]
    return ""
