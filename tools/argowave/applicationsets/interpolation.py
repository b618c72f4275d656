"""A generator inside another one, filled in with the parameters of the one before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.applicationsets.renderer import Renderer

_COMPOSED: Final = frozenset(("matrix", "merge"))
_WITH_VALUES: Final = frozenset(
    (
        *("clusters", "git", "scmProvider", "clusterDecisionResource", "pullRequest"),
        "plugin",
    )
)
_MISSING: Final = ("map has no entry for key", "can't evaluate field")  # isMissingKeyError


def interpolate(
    entry: Mapping[str, Any], known: Mapping[str, Any], renderer: Renderer
) -> dict[str, Any]:
    """Return a generator's entry with its texts filled in (RenderGeneratorParams).

    One of `values` that asks for what is not known yet stays as it is: it is filled in with what
    its own generator gives.

    Raises:
        Fault: a text cannot be filled in; the path is relative to the entry.
    """
    made: dict[str, Any] = {}
    for kind, section in entry.items():
        try:
            made[kind] = _section(kind, section, known, renderer)
        except Fault as fault:
            raise replace(fault, path=(kind, *fault.path)) from None
    return made


def _section(kind: str, section: object, known: Mapping[str, Any], renderer: Renderer) -> object:
    if not isinstance(section, dict):
        return renderer.fill_one(section, known)
    apart: dict[str, Any] = {}
    entries, values = section.get("generators"), section.get("values")
    if kind in _COMPOSED and isinstance(entries, list):
        apart["generators"] = [
            _entry(number, each, known, renderer) for number, each in enumerate(entries)
        ]
    elif kind in _WITH_VALUES and isinstance(values, dict):
        apart["values"] = {
            key: _value(key, value, known, renderer) for key, value in values.items()
        }
    rest = {key: value for key, value in section.items() if key not in apart}
    return {**renderer.fill_one(rest, known), **apart}


def _entry(number: int, entry: object, known: Mapping[str, Any], renderer: Renderer) -> object:
    try:
        if isinstance(entry, dict):
            return interpolate(entry, known, renderer)
        return renderer.fill_one(entry, known)
    except Fault as fault:
        raise replace(fault, path=("generators", number, *fault.path)) from None


def _value(key: str, value: object, known: Mapping[str, Any], renderer: Renderer) -> object:
    strict = replace(renderer, missing="error") if renderer.go else renderer
    try:
        return strict.fill_one(value, known)
    except Fault as fault:
        if any(words in fault.message for words in _MISSING):
            return value
        raise replace(fault, path=("values", key)) from None
