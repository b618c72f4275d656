"""A generator entry → its elements, with its selector and its own template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.elements import bounded
from argowave.applicationsets.faults import Fault
from argowave.applicationsets.generators.clusters import expand_clusters
from argowave.applicationsets.generators.git import expand_git
from argowave.applicationsets.generators.list import expand_list
from argowave.applicationsets.generators.matrix import expand_matrix
from argowave.applicationsets.generators.merge import expand_merge
from argowave.applicationsets.generators.recorded import expand_recorded
from argowave.applicationsets.interpolation import interpolate
from argowave.applicationsets.outside import ASKING
from argowave.applicationsets.parameters import flatten
from argowave.applicationsets.selector import check_selector, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from argowave.applicationsets.elements import Element, Path, Setting

    Generator = Callable[[dict[str, Any], Setting], list[Element]]

# in the order of the fields of ApplicationSetGenerator, which is the order of what they give
_GENERATORS: Final[Mapping[str, Generator]] = {
    "list": expand_list,
    "clusters": expand_clusters,
    "git": expand_git,
}
_COMPOSED: Final = {"matrix": expand_matrix, "merge": expand_merge}
KINDS: Final = (
    *("list", "clusters", "git", "scmProvider", "clusterDecisionResource", "pullRequest"),
    *("matrix", "merge", "plugin"),
)


@dataclass(frozen=True, slots=True)
class Expansion:
    """What one generator gives."""

    kind: str
    elements: list[Element]
    template: dict[str, Any]  # its own, {} where it has none


def transform(entry: Mapping[str, Any], setting: Setting) -> Iterator[Expansion]:
    """Give the expansion of each generator that an entry of `generators` states.

    generators.Transform: parameters are flattened for the selector only.

    Raises:
        Fault: a generator is not as Argo CD takes it; the path is relative to the entry.
        Unknown: its answer is not in this repository, or too long to be looked at.
    """
    stated = [kind for kind in KINDS if entry.get(kind) is not None]
    if not stated:
        known = ", ".join(KINDS)
        message = f"the entry states no generator that Argo CD has: {known}"
        raise Fault(message)
    selector = entry.get("selector")
    check_selector(selector, of_labels=False)
    for kind in stated:
        section = entry[kind]
        if not isinstance(section, dict):
            message = f"{kind} is no mapping"
            raise Fault(message, (kind,))
        elements = bounded(kind, _expand(kind, section, setting))
        template = section.get("template")
        yield Expansion(
            kind,
            [each for each in elements if matches(selector, flatten(each.params))]
            if selector is not None
            else elements,
            template if isinstance(template, dict) else {},
        )


def _expand(kind: str, section: dict[str, Any], setting: Setting) -> list[Element]:
    try:
        if kind in ASKING:
            return expand_recorded(kind, section, setting)
        if kind in _COMPOSED:
            return _COMPOSED[kind](section, setting, _child)
        return _GENERATORS[kind](section, setting)
    except Fault as fault:
        raise replace(fault, path=(kind, *fault.path)) from None


def _child(
    entry: dict[str, Any], setting: Setting, known: dict[str, Any], place: Path
) -> list[Element]:
    """Return the elements of a generator inside a matrix or a merge.

    Its texts are filled in with what is known already (InterpolateGenerator); its selector is
    not. Only one generator may be stated. Selectors count wherever they stand: applyNestedSelectors
    says nothing any more.
    """
    filled = entry
    try:
        if known:
            filled = interpolate(entry, known, setting.renderer)
        if "selector" in entry:
            filled = {**filled, "selector": entry["selector"]}
        expansions = list(transform(filled, setting))
    except Fault as fault:
        raise replace(fault, path=(*place, *fault.path)) from None
    if len(expansions) > 1:
        kinds = " and ".join(each.kind for each in expansions)
        message = f"the entry states {kinds}; inside another generator it may state one only"
        raise Fault(message, place)
    return expansions[0].elements
