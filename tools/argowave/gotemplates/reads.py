"""What templates read of the values: a tree of keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    Path = tuple[str, ...]
    Place = tuple[str | int, ...]

ANY: Final = "*"  # any key of a mapping, any element of a list


@dataclass(slots=True)
class _Key:
    whole: bool = False  # everything below it is read
    below: dict[str, _Key] = field(default_factory=dict)


@dataclass(slots=True)
class Reads:
    """Every path of the values that something reads."""

    unfollowed: list[str] = field(default_factory=list)  # where a template cannot be followed
    _root: _Key = field(default_factory=_Key)

    def touch(self, path: Path) -> None:
        """Note that the value at a path is looked at, though not what is below it."""
        self._find(path)

    def take(self, path: Path) -> None:
        """Note that the value at a path is used with everything below it."""
        self._find(path).whole = True

    def give_up(self, why: str) -> None:
        """Note that anything may be read."""
        self.unfollowed.append(why)
        self._root.whole = True

    def unread(self, values: dict[str, Any]) -> Iterator[Place]:
        """Give the path of each value that nobody reads, the uppermost one of several."""
        yield from _unread(values, (), (self._root,))

    def is_read(self, path: Place) -> bool:
        """Tell whether anything at or below a path, or all above it, is read."""
        return bool(_reached((self._root,), path))

    def keys(self, path: Place) -> tuple[str, ...]:
        """Return the keys that are read below a path, for a hint."""
        found = _reached((self._root,), path)
        return tuple(key for each in found for key in each.below if key != ANY)

    def places(self, key: str) -> list[Path]:
        """Return every path that is read and ends with a key, for a hint."""
        return sorted(path for path in _paths(self._root, ()) if path[-1] == key)

    def _find(self, path: Path) -> _Key:
        here = self._root
        for key in path:
            here = here.below.setdefault(key, _Key())
        return here


def _paths(here: _Key, path: Path) -> Iterator[Path]:
    for key, below in here.below.items():
        if key != ANY:
            yield (*path, key)
            yield from _paths(below, (*path, key))


def _unread(value: Any, path: Place, keys: tuple[_Key, ...]) -> Iterator[Place]:  # noqa: ANN401 (JSON)
    if any(each.whole for each in keys):
        return
    if isinstance(value, dict):
        for key, below in value.items():
            found = _step(keys, key)
            if found:
                yield from _unread(below, (*path, key), found)
            else:
                yield (*path, key)
    elif isinstance(value, list) and (found := _step(keys, 0)):
        for number, below in enumerate(value):
            yield from _unread(below, (*path, number), found)


def _reached(keys: tuple[_Key, ...], path: Place) -> tuple[_Key, ...]:
    for step in path:
        whole = tuple(each for each in keys if each.whole)
        if whole:
            return whole
        keys = _step(keys, step)
    return keys


def _step(keys: tuple[_Key, ...], step: str | int) -> tuple[_Key, ...]:
    words = (ANY,) if isinstance(step, int) else (step, ANY)
    return tuple(each.below[word] for each in keys for word in words if word in each.below)
