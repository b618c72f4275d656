"""What an expression of a template may stand for: a set of atoms, {} for what holds no values.

An atom is a plain tuple, so that sets of them can be compared and remembered:

- ("root", prefix): what a template is called with; prefix is () or the subchart's place
- ("subcharts", prefix): .Subcharts of it
- ("values", path): the value at a path
- ("text", words): a constant
- ("dict", ((key, meaning), …)): a mapping that the template made
- ("list", meaning): a list that the template made, of elements like that
- ("made",): text that was made of values
- ("file",): a file of the chart
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.gotemplates.reads import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable

Atom = tuple[Any, ...]
Meaning = frozenset[Atom]

NOTHING: Final[Meaning] = frozenset()
MADE: Final[Meaning] = frozenset([("made",)])
_DEEPEST: Final = 12  # of a path; further down everything counts as read


def union(meanings: Iterable[Meaning]) -> Meaning:
    """Return what any of them may stand for."""
    return frozenset().union(*meanings)


def texts(meaning: Meaning) -> list[str]:
    """Return the constants among what an expression may stand for."""
    return [atom[1] for atom in meaning if atom[0] == "text"]


def is_constant(meaning: Meaning) -> bool:
    """Tell whether an expression stands for constants only."""
    return bool(meaning) and all(atom[0] == "text" for atom in meaning)


def step(meaning: Meaning, key: str, charts: frozenset[tuple[str, ...]]) -> Meaning:
    """Return what .key of an expression may stand for.

    Args:
        meaning: the expression.
        key: the field's name, or ANY.
        charts: the places of all subcharts in the values, which share `global`.
    """
    found: set[Atom] = set()
    for atom in meaning:
        kind = atom[0]
        if kind == "root":
            found |= _of_root(atom[1], key)
        elif kind == "subcharts":
            found.add(("root", (*atom[1], key)))
        elif kind == "values":
            path = atom[1]
            if len(path) < _DEEPEST:
                found.add(("values", (*path, key)))
            else:
                found.add(atom)
            if key == "global" and path in charts:
                found.add(("values", ("global",)))
        elif kind == "dict":
            found |= union(value for name, value in atom[1] if ANY in (key, name) or name == key)
        elif kind == "list" and key == ANY:
            found |= atom[1]
        elif kind == "file":
            found.add(atom)
    return frozenset(found)


def walk(meaning: Meaning, fields: Iterable[str], charts: frozenset[tuple[str, ...]]) -> Meaning:
    """Return what .a.b.c of an expression may stand for."""
    for each in fields:
        meaning = step(meaning, each, charts)
    return meaning


def _of_root(prefix: tuple[str, ...], key: str) -> set[Atom]:
    if key == "Values":
        return {("values", prefix)}
    if key == "Subcharts":
        return {("subcharts", prefix)}
    if key == "Files":
        return {("file",)}
    return set()
