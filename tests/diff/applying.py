"""Any JSON value, and changes made to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from argowave.diff.changes import ABSENT

if TYPE_CHECKING:
    from argowave.diff.changes import FieldChange, Path

NAMES = st.text(alphabet="abc=.", min_size=1, max_size=2)
SCALARS = st.none() | st.booleans() | st.integers(0, 3) | NAMES
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES | st.just("name"), inner, max_size=3)
        | st.lists(st.fixed_dictionaries({"name": NAMES, "value": inner}), max_size=3)
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)


def applied(value: Any, changes: list[FieldChange], path: Path = ()) -> Any:  # noqa: ANN401 (JSON)
    """Return `value` with the changes made to it, found by their paths."""
    own = [change for change in changes if change.path[: len(path)] == path]
    here = [change for change in own if change.path == path]
    if here:
        return here[0].after
    if not own:
        return value
    steps = list(dict.fromkeys(change.path[len(path)] for change in own))
    if isinstance(value, dict):
        made = dict(value)
        for step in steps:
            new = applied(value.get(str(step), ABSENT), own, (*path, step))
            if new is ABSENT:
                made.pop(str(step), None)
            else:
                made[str(step)] = new
        return made
    if all(isinstance(step, int) for step in steps):
        return [applied(each, own, (*path, number)) for number, each in enumerate(value)]
    return applied_to_named(value, own, path)


def applied_to_named(value: list[Any], own: list[FieldChange], path: Path) -> list[Any]:
    order = next((change.after for change in own if change.path == (*path, "order")), None)
    items = {f"name={each['name']}": each for each in value}
    for step in dict.fromkeys(str(change.path[len(path)]) for change in own):
        if step != "order":
            new = applied(items.get(step, ABSENT), own, (*path, step))
            if new is ABSENT:
                del items[step]
            else:
                items[step] = new
    if order is not None:
        return [items[f"name={name}"] for name in order]
    return list(items.values())
