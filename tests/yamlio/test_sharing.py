from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from argowave.yamlio import Document, own_copy, read_documents
from argowave.yamlio.sharing import MOST, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=30
)


@given(VALUES)
def test_a_shared_value_equals_what_was_read_in_value_type_and_order(value: object) -> None:
    assert repr(shared(value)) == repr(value)


@given(VALUES)
def test_the_outermost_value_is_its_own_so_that_a_change_reaches_no_other(value: object) -> None:
    first, second = shared([value]), shared([value])
    first.append("one more")

    assert second == [value]


@given(VALUES)
def test_a_copy_of_ones_own_equals_the_value_and_shares_no_part_of_it(value: object) -> None:
    whole = shared([value, value])
    copy = own_copy(whole)

    assert repr(copy) == repr(whole)
    ids = [id(part) for part in _parts(copy)]
    assert len(ids) == len({*ids})
    assert not {*ids} & {id(part) for part in _parts(whole)}


def test_documents_that_say_the_same_hold_one_part() -> None:
    text = b"kind: Pod\nspec: {containers: [{name: app, ports: [{containerPort: 8080}]}]}\n"
    first, second = (_body(text) for _ in range(2))

    assert first is not second
    assert first["spec"] is second["spec"]
    assert [id(key) for key in first] == [id(key) for key in second]


def test_parts_that_only_compare_equal_are_two() -> None:
    first, second = (shared({"spec": {"on": each}})["spec"] for each in (1, True))

    assert first == second
    assert first is not second
    assert shared([{"a": 1, "b": 2}, {"b": 2, "a": 1}])[1] == {"b": 2, "a": 1}
    assert list(shared([{"a": 1, "b": 2}, {"b": 2, "a": 1}])[1]) == ["b", "a"]


def test_what_is_remembered_has_an_end() -> None:
    first, again, later = (f"text {number}" for number in (1, 1, 1))
    assert shared(first) is first
    assert shared(again) is first

    shared([f"other {number}" for number in range(MOST + 1)])

    assert shared(later) is not first


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        yield value
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _parts(entry)


def _body(data: bytes) -> dict[str, dict[str, str]]:
    (document,) = read_documents(data, "file.yaml")
    assert isinstance(document, Document)
    body: dict[str, dict[str, str]] = document.body
    return body
