"""What generators give, and what they are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault, Unknown
from argowave.applicationsets.parameters import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path as FolderPath

    from argowave.applicationsets.clusters import Cluster
    from argowave.applicationsets.renderer import Renderer
    from argowave.applicationsets.workingtree import WorkingTree

    Path = tuple[str | int, ...]
    # the elements of one generator inside another one, filled in with parameters
    Child = Callable[[dict[str, Any], "Setting", dict[str, Any], Path], list["Element"]]


MOST: Final = 20_000  # elements of one generator; a matrix makes a million of two short lists


@dataclass(frozen=True, slots=True)
class Element:
    """One set of parameters."""

    params: dict[str, Any]
    label: str  # where it comes from: list[0], git folder apps/web, cluster prod


@dataclass(frozen=True, slots=True)
class Setting:
    """What the generators of one ApplicationSet are run in."""

    renderer: Renderer
    tree: WorkingTree
    is_own: Callable[[str], bool]  # whether a repository URL means the working tree
    clusters: Callable[[], tuple[Cluster, ...] | None]  # None where none is known
    answer: Callable[[str, dict[str, Any]], tuple[dict[str, Any], ...] | None]  # what was recorded
    # where the files of another repository are at a revision; a LookupError says why nowhere
    elsewhere: Callable[[str, str], FolderPath]
    # where another revision of this one is, None for what stands here; a LookupError as above
    pinned: Callable[[str, str], FolderPath | None]
    # whether it asks for labels or annotations, which only Secrets of clusters have
    of_secrets: bool = False
    gaps: list[Unknown] = field(default_factory=list)  # what is left out of what was given
    idle: list[Fault] = field(default_factory=list)  # what a merge has no use for, below it
    wanted: list[tuple[str, str]] = field(default_factory=list)  # other repositories, revisions

    @property
    def go(self) -> bool:
        """Whether the ApplicationSet has Go templates."""
        return self.renderer.go


def bounded(kind: str, elements: list[Element]) -> list[Element]:
    """Return elements that are few enough to be looked at.

    Raises:
        Unknown: they are not.
    """
    if len(elements) > MOST:
        what = f"the {kind} generator"
        raise Unknown(what, f"it gives more than {MOST} elements")
    return elements


def with_values(
    elements: Iterable[Element], generator: dict[str, Any], setting: Setting
) -> list[Element]:
    """Return elements with the generator's `values` added, filled in with the element's own.

    appendTemplatedValues in applicationset/generators/value_interpolation.go: a value sees none
    of the other values.

    Raises:
        Fault: a value cannot be rendered.
    """
    found = list(elements)
    stated = generator.get("values")
    if not isinstance(stated, dict) or not stated:
        return found
    values = {str(key): value for key, value in stated.items()}
    made = []
    for element in found:
        given = {
            key: setting.renderer.fill_one(value, element.params) for key, value in values.items()
        }
        if setting.go:
            added: dict[str, Any] = {"values": Texts(given)}
        else:
            added = {f"values.{key}": value for key, value in given.items()}
        made.append(Element({**element.params, **added}, element.label))
    return made


def mappings(value: object) -> list[dict[str, Any]]:
    """Return the mappings of a list, [] for anything else; the schema names what is wrong."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
