"""Equal texts and parts of many documents → one of each in memory.

The manifests of a repository repeat each other: keys, names, labels, probes, limits. A reader
makes all of that anew for each, which is most of what a large tree takes. A value that was read is
never changed, so that nobody can tell whether a part of it stands elsewhere too; whoever makes
another value of it takes `own_copy`, or copies the mappings that differ.
"""

from __future__ import annotations

from typing import Any, Final

MOST: Final = 20_000  # texts remembered, about 2 MB
_MOST_PARTS: Final = 4_000  # about 1 MB: most of what is equal stands close together
_LONGEST: Final = 64  # characters of a text that is remembered: longer ones seldom recur
_texts: Final[dict[str, str]] = {}
_numbers: Final[dict[int, int]] = {}
# A mapping by its keys and the identities of its values, a list by those of its items. What is
# remembered holds on to them, so that no other value gets such an identity meanwhile.
_parts: Final[dict[tuple[str | int, ...], Any]] = {}


def shared(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Return an equal value whose keys, short texts and parts are those of earlier values.

    Only the outermost mapping or list is the value's own.
    """
    if len(_texts) > MOST:
        _texts.clear()
    if len(_parts) > _MOST_PARTS:
        _parts.clear()
        _numbers.clear()
    kind = type(value)
    if kind is dict:
        one = _texts.setdefault
        return {one(key, key): _part(entry) for key, entry in value.items()}
    return [_part(entry) for entry in value] if kind is list else _part(value)


def own_copy(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Return an equal value of which no part stands anywhere else, so that it may be changed.

    `copy.deepcopy` would leave two equal parts of one value one and the same.
    """
    if isinstance(value, dict):
        return {key: own_copy(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [own_copy(entry) for entry in value]
    return value


def _part(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    kind = type(value)
    if kind is str:
        return _texts.setdefault(value, value) if len(value) <= _LONGEST else value
    if kind is dict:
        one = _texts.setdefault
        mapping = {one(key, key): _part(entry) for key, entry in value.items()}
        return _parts.setdefault((*mapping, *map(id, mapping.values())), mapping)
    if kind is list:
        items = [_part(entry) for entry in value]
        return _parts.setdefault((0, *map(id, items)), items)
    return _numbers.setdefault(value, value) if kind is int else value
