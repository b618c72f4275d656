"""A value that YAML or JSON may hold → itself where it has the type that is wanted, else nothing.

For readers of what a schema judges elsewhere: a wrong type is its finding, and no reader's fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def as_mapping(value: object) -> dict[str, Any]:
    """Return an object, {} for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return an array, [] for anything else."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return a string, "" for anything else."""
    return value if isinstance(value, str) else ""


def value_at(value: object, path: Iterable[str | int]) -> object:
    """Return what stands at a path below a JSON value, None where there is nothing."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def texts_in(
    value: object, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give each string in a value, however deep it stands, with its path behind `path`."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts_in(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts_in(each, (*path, number))
