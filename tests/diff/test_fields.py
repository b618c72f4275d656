from __future__ import annotations

from typing import Any

from hypothesis import given

from argowave.diff.fields import differences
from diff.applying import OBJECTS, applied


@given(value=OBJECTS)
def test_nothing_differs_from_itself(value: dict[str, Any]) -> None:
    assert list(differences(value, value)) == []


@given(before=OBJECTS, after=OBJECTS)
def test_the_changes_turn_one_value_into_the_other(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    changes = list(differences(before, after))

    assert (changes == []) == (before == after and repr(before) == repr(after)) or before == after
    assert applied(before, changes) == after


@given(before=OBJECTS, after=OBJECTS)
def test_the_way_back_is_the_same_changes_turned_round(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    there = {(repr(c.path), repr(c.before), repr(c.after)) for c in differences(before, after)}
    back = {(repr(c.path), repr(c.after), repr(c.before)) for c in differences(after, before)}

    assert there == back
