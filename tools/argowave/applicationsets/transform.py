"""A generator entry → its elements, with its selector and its own template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault, Unknown
from argowave.applicationsets.generators.git import expand_git
from argowave.applicationsets.generators.list import expand_list
from argowave.applicationsets.parameters import flatten
from argowave.applicationsets.selector import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from argowave.applicationsets.elements import Element, Setting

    Generator = Callable[[dict[str, Any], Setting], list[Element]]

# in the order of the fields of ApplicationSetGenerator, which is the order of what they give
_GENERATORS: Final[Mapping[str, Generator]] = {
    "list": expand_list,
    "git": expand_git,
}
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
        Unknown: its answer is not in this repository.
    """
    stated = [kind for kind in KINDS if entry.get(kind) is not None]
    if not stated:
        known = ", ".join(KINDS)
        message = f"the entry states no generator that Argo CD has: {known}"
        raise Fault(message)
    selector = entry.get("selector")
    for kind in stated:
        section = entry[kind]
        if not isinstance(section, dict):
            message = f"{kind} is no mapping"
            raise Fault(message, (kind,))
        elements = _expand(kind, section, setting)
        template = section.get("template")
        yield Expansion(
            kind,
            [each for each in elements if matches(selector, flatten(each.params))]
            if selector is not None
            else elements,
            template if isinstance(template, dict) else {},
        )


def _expand(kind: str, section: dict[str, Any], setting: Setting) -> list[Element]:
    if kind not in _GENERATORS:
        what, why = f"{kind} generator", "it asks a service that is not asked here"
        raise Unknown(what, why)
    try:
        return _GENERATORS[kind](section, setting)
    except Fault as fault:
        raise replace(fault, path=(kind, *fault.path)) from None
