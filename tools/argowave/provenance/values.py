"""Values as leaves, and the same values with some leaves changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[str | int, ...]
ABSENT: Final = object()
_MARK: Final = "argowave"
VARIANTS: Final = 2  # ways to change a leaf


def leaves(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:  # noqa: ANN401 (JSON)
    """Give every scalar and every empty collection with its path."""
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list) and value:
        for index, each in enumerate(value):
            yield from leaves(each, (*path, index))
    elif path:
        yield path, value


def at(value: Any, path: Place) -> Any:  # noqa: ANN401 (JSON)
    """Return what stands at a path, ABSENT where nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step, ABSENT)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return ABSENT
    return value


def with_changed(value: Any, paths: Iterable[Place], variant: int = 0) -> Any:  # noqa: ANN401 (JSON)
    """Return a copy in which the leaf at each path is another value of the same type.

    What no path leads through is shared with the original.
    """
    for path in paths:
        value = with_set(value, path, another(at(value, path), variant))
    return value


def with_set(value: Any, path: Place, leaf: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return a copy with a leaf at a path; objects on the way to it are made where none are."""
    if not path:
        return leaf
    first, *rest = path
    if isinstance(value, list) and isinstance(first, int):
        return [*value[:first], with_set(value[first], tuple(rest), leaf), *value[first + 1 :]]
    copied = dict(value) if isinstance(value, dict) else {}
    copied[first] = with_set(copied.get(first), tuple(rest), leaf)
    return copied


def another(value: Any, variant: int) -> Any:  # noqa: ANN401 (JSON)
    """Return a value of the same type that is not the same.

    Args:
        value: a scalar or an empty collection.
        variant: below VARIANTS; what a template refuses in one way it may take in another.
    """
    if isinstance(value, str):
        return _another_text(value, variant)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + (1 if variant == 0 else 1000)
    if isinstance(value, float):
        return value + max(1.0, abs(value)) * (1 + variant)
    nothing: dict[type, Any] = {list: [_MARK], dict: {_MARK: _MARK}}
    return nothing.get(type(value), _MARK if variant == 0 else 1)  # null is of any type


def _another_text(text: str, variant: int) -> str:
    if variant == 0:
        return f"{text}x"
    for position in range(len(text) - 1, -1, -1):
        if text[position] in "0123456789":  # a version, a quantity, an address stays one
            digit = (int(text[position]) + 1) % 10
            return f"{text[:position]}{digit}{text[position + 1 :]}"
    return f"x{text}"
