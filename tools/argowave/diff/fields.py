"""Two values → the fields in which they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.diff.changes import ABSENT, FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.changes import Path

# by which Kubernetes merges lists of objects (x-kubernetes-list-map-keys, patchMergeKey)
_MERGE_KEYS: Final = ("name", "containerPort", "mountPath", "key", "host", "type")


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[FieldChange]:  # noqa: ANN401 (any JSON value)
    """Give each field that differs, the deepest one; lists of named objects item by item."""
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}, key=str):
            left, right = before.get(key, ABSENT), after.get(key, ABSENT)
            yield from differences(left, right, (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(before, after, path)
    else:
        yield FieldChange(path, before, after)


def _in_lists(before: list[Any], after: list[Any], path: Path) -> Iterator[FieldChange]:
    key = _merge_key([*before, *after])
    if key is None or not (_are_unique(before, key) and _are_unique(after, key)):
        if len(before) == len(after) and all(isinstance(each, dict) for each in (*before, *after)):
            for number, pair in enumerate(zip(before, after, strict=True)):
                yield from differences(*pair, (*path, number))
        else:
            yield FieldChange(path, before, after)
        return
    lefts = {each[key]: each for each in before}
    rights = {each[key]: each for each in after}
    names = [*lefts, *(name for name in rights if name not in lefts)]
    for name in names:
        step = f"{key}={name}"
        left, right = lefts.get(name, ABSENT), rights.get(name, ABSENT)
        yield from differences(left, right, (*path, step))
    if not (_are_at_the_end(lefts, rights) and _are_at_the_end(rights, lefts)):
        yield FieldChange((*path, "order"), list(lefts), list(rights))


def _are_at_the_end(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    """Tell whether `other` has what `one` has, in its order, and what is new behind it."""
    kept = [name for name in one if name in other]
    return [*kept, *(name for name in other if name not in one)] == list(other)


def _merge_key(items: Sequence[Any]) -> str | None:
    if not items or not all(isinstance(each, dict) for each in items):
        return None
    return next(
        (key for key in _MERGE_KEYS if all(_is_name(each.get(key)) for each in items)), None
    )


def _is_name(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _are_unique(items: Sequence[dict[str, Any]], key: str) -> bool:
    names = [each[key] for each in items]
    return len(set(names)) == len(names)
