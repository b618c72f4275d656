"""Objects that something in the tree makes at run time: they are not in Git and not missing."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from argowave.references.making import ANY, composites, products
from argowave.resources.key import Key
from argowave.resources.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.making import Product
    from argowave.resources import Inventory, Resource


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes an object."""

    resource: Resource
    certain: bool  # False where it may make it


@dataclass(frozen=True, slots=True)
class _Made:
    exact: dict[Key, Maker]
    patterns: dict[tuple[str, str], list[tuple[Product, Maker]]]  # (cluster, kind or *)


def maker_of(inventory: Inventory, key: Key) -> Maker | None:
    """Return what makes an object, None where nothing in the tree does or may.

    Who certainly makes it comes first.
    """
    made = _made(inventory)
    found = made.exact.get(key)
    if found is not None and found.certain:
        return found
    fitting = list(_fitting(made, key))
    return next((each for each in fitting if each.certain), found or next(iter(fitting), None))


def made_beside(inventory: Inventory, key: Key) -> set[str]:
    """Return the names of what is certainly made of a key's kind, in the same place."""
    place = key._replace(name="")
    return {
        each.name
        for each, maker in _made(inventory).exact.items()
        if maker.certain and each._replace(name="") == place
    }


def made_of_kind(inventory: Inventory, group: str, kind: str) -> list[Key]:
    """Return every object of a kind that is certainly made."""
    return [
        key
        for key, maker in _made(inventory).exact.items()
        if maker.certain and (key.group, key.kind) == (group, kind)
    ]


def makes_any(inventory: Inventory, group: str, kind: str) -> bool:
    """Tell whether the tree applies an object of a kind, or something in it makes one."""
    made = _made(inventory)
    return (
        bool(inventory.by_kind.get((group, kind)))
        or any((key.group, key.kind) == (group, kind) for key in made.exact)
        or any(each == kind for _, each in made.patterns)
    )


def _fitting(made: _Made, key: Key) -> Iterator[Maker]:
    for kind in (key.kind, ANY):
        for product, maker in made.patterns.get((key.cluster, kind), ()):
            if (
                fnmatchcase(key.namespace, product.namespace)
                and fnmatchcase(key.name, product.name)
                and fnmatchcase(key.group, product.group)
                and (not product.but or key.group != product.but)
            ):
                yield maker


@once
def _made(inventory: Inventory) -> _Made:
    made = _Made({}, {})
    for resource in inventory.resources:
        for product in products(resource):
            _add(made, resource, product)
    for resource, product in composites(inventory):
        _add(made, resource, product)
    return made


def _add(made: _Made, resource: Resource, product: Product) -> None:
    maker = Maker(resource, product.certain)
    if product.is_pattern:
        made.patterns.setdefault((resource.cluster, product.kind), []).append((product, maker))
        return
    key = Key(resource.cluster, product.group, product.kind, product.namespace, product.name)
    known = made.exact.get(key)
    if known is None or (maker.certain and not known.certain):
        made.exact[key] = maker
