from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from argowave.yamlio import Document, read_documents
from argowave.yamlio.sharing import MOST, shared

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=30
)


@given(VALUES)
def test_a_shared_value_equals_what_was_read_in_value_type_and_order(value: object) -> None:
    assert repr(shared(value)) == repr(value)


@given(VALUES)
def test_a_shared_value_is_its_own_so_that_a_change_reaches_no_other(value: object) -> None:
    first, second = shared([value]), shared([value])
    first.append("one more")

    assert second == [value]


def test_documents_that_say_the_same_hold_one_text() -> None:
    first, second = (_body(b"kind: ConfigMap\nmetadata: {name: settings}\n") for _ in range(2))

    assert first is not second
    assert first["metadata"] is not second["metadata"]
    assert first["metadata"]["name"] is second["metadata"]["name"]
    assert [id(key) for key in first] == [id(key) for key in second]


def test_what_is_remembered_has_an_end() -> None:
    first, again, later = (f"text {number}" for number in (1, 1, 1))
    assert shared(first) is first
    assert shared(again) is first

    shared([f"other {number}" for number in range(MOST + 1)])

    assert shared(later) is not first


def _body(data: bytes) -> dict[str, dict[str, str]]:
    (document,) = read_documents(data, "file.yaml")
    assert isinstance(document, Document)
    body: dict[str, dict[str, str]] = document.body
    return body
