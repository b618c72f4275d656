from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argowave.yamlio import Document, YamlFault, read_documents
from argowave.yamlio.exact import read_exact
from argowave.yamlio.fast import read_fast
from argowave.yamlio.faults import UnreadableError
from argowave.yamlio.write import dump, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

from oracle.cases import SCALARS, texts

ANSWERS = Path(__file__).parents[1] / "oracle" / "answers.jsonl"
TABLE = [json.loads(line) for line in ANSWERS.read_text().splitlines()]
LENIENT = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
words = st.sampled_from(SCALARS)
json_text = st.one_of(words, st.text(max_size=12).filter(str.isprintable))
json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(json_text, st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(json_text, inner, max_size=3)
    ),
    max_leaves=8,
)

CONFLICT = (
    "holds a merge that is not solved: choose between what stands around =======, and remove the "
    "lines that begin with <<<<<<<, ======= and >>>>>>>"
)


def same(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def reading(text: str, *, strict: bool) -> tuple[bool, Any]:
    try:
        return True, read_exact(text, strict=strict)
    except UnreadableError:
        return False, None


def check(text: str, answer: dict[str, Any]) -> None:
    ours = message_of(text)
    if "second document" in ours:
        return  # Go drops what follows the end of a document in silence; we say so
    if "stands twice" in ours and answer["strict"]:
        return  # 1 and "1" are one key in JSON, and which one Go keeps is left to chance
    readable = "error" not in answer
    expected = answer.get("value") if readable else None
    strict = readable and answer["strict"]
    for wanted, is_strict in ((readable, False), (strict, True)):
        could, value = reading(text, strict=is_strict)
        assert could == wanted or (could and overrides(text)), (text, value, answer)
        assert not could or same(value, expected), (text, value, answer)
    sure, value = read_fast(text.encode())
    assert not sure or (strict and same(value, expected)), (text, value, answer)


def overrides(text: str) -> bool:
    """Tell whether a text may override what it merges: kubectl minds, and nobody else."""
    return "<<" in text


def message_of(text: str) -> str:
    try:
        read_exact(text)
    except UnreadableError as error:
        return error.message
    return ""


def test_the_table_holds_at_least_300_answers() -> None:
    assert len(TABLE) >= 300
    assert [row["text"] for row in TABLE] == list(texts())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: repr(row["text"]))
def test_every_reader_gives_the_answer_of_go(row: dict[str, Any]) -> None:
    check(row["text"], row)


def test_the_table_is_what_go_answers_today(ask_go: Callable[[str], dict[str, Any]]) -> None:
    for row in TABLE:
        fresh = ask_go(row["text"])
        assert same(fresh.get("value"), row.get("value")), row["text"]
        assert ("error" in fresh) == ("error" in row), row["text"]
        assert fresh["strict"] == row["strict"], row["text"]


@st.composite
def yaml_texts(draw: st.DrawFn, depth: int = 0) -> str:
    if depth > 2 or draw(st.booleans()):
        return draw(words)
    pad = "\n" + "  " * (depth + 1)
    if draw(st.booleans()):
        return "".join(
            f"{pad}- {draw(yaml_texts(depth + 1))}" for _ in range(draw(st.integers(1, 3)))
        )
    keys = st.sampled_from(["a", "b", "name", "1", "yes", "0x1", "1.5", '"q"', "<<", "a b", "-"])
    return "".join(
        f"{pad}{draw(keys)}: {draw(yaml_texts(depth + 1))}" for _ in range(draw(st.integers(1, 3)))
    )


@given(text=yaml_texts())
@LENIENT
def test_generated_documents_are_read_as_go_reads_them(
    text: str, ask_go: Callable[[str], dict[str, Any]]
) -> None:
    answer = ask_go(f"k: {text}\n")
    if "\n..." in text or "json: unsupported value" in answer.get("error", ""):
        return
    could, value = reading(f"k: {text}\n", strict=True)
    assert could == answer["strict"] or (could and overrides(text)), (text, answer)
    assert not could or same(value, answer["value"])


@given(text=yaml_texts())
@LENIENT
def test_the_short_cut_never_differs_from_the_reference(text: str) -> None:
    document = f"k: {text}\n"
    sure, value = read_fast(document.encode())
    if sure:
        assert reading(document, strict=True) == (True, value)
        assert same(value, read_exact(document))


@given(value=st.dictionaries(json_text, json_values, max_size=3))
@LENIENT
def test_what_dump_writes_is_read_back_as_it_was(value: dict[str, Any]) -> None:
    assert same(read_exact(dump(value)), value)


@given(value=st.dictionaries(json_text, json_values, max_size=3))
@settings(parent=LENIENT, max_examples=100)
def test_what_dump_writes_is_read_by_go_as_it_was(
    value: dict[str, Any], ask_go: Callable[[str], dict[str, Any]]
) -> None:
    assert same(ask_go(dump(value)).get("value"), value)


@given(text=json_text)
@LENIENT
def test_a_scalar_in_quotes_keeps_its_text(text: str) -> None:
    assert read_exact(f"k: {scalar(text)}\n") == {"k": text}


def test_documents_are_split_at_lines_that_hold_only_dashes() -> None:
    found = read_documents(b"---\na: 1\n--- # two\nb: 2\n---\n---\nc: |\n  x\n", "f.yaml")

    assert [(d.body, d.line, d.index) for d in found if isinstance(d, Document)] == [
        ({"a": 1}, 2, 0),
        ({"b": 2}, 4, 1),
        ({"c": "x\n"}, 7, 2),
    ]


def test_a_key_that_stands_twice_names_both_lines_of_the_file() -> None:
    (first, fault) = read_documents(b"x: 1\n---\na: 1\nb: 2\na: 3\n", "f.yaml")

    assert isinstance(first, Document)
    assert fault == YamlFault("f.yaml", 1, 5, 'key "a" stands twice, here and in line 3')


def test_a_path_has_the_line_of_its_key_or_of_its_nearest_ancestor() -> None:
    (document,) = read_documents(b"a: 1\nspec:\n  list:\n    - x: 1\n      z: 2\n", "f.yaml")

    assert isinstance(document, Document)
    assert document.line_of(("spec", "list", 0, "z")) == 5
    assert document.line_of(("spec", "missing", "deeper")) == 2
    assert document.line_of(()) == 1


def test_alias_bombs_are_refused_as_go_refuses_them() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]

    (fault,) = read_documents("\n".join(lines).encode(), "bomb.yaml")

    assert isinstance(fault, YamlFault)
    assert fault.message == "document contains excessive aliasing"


@pytest.mark.parametrize(("line", "last"), [(b"- a\n", 1_000_000), (b"- {a: b}\n", 333_334)])
def test_more_values_than_anybody_writes_are_refused_before_they_take_memory(
    line: bytes, last: int
) -> None:
    (fault,) = read_documents(line * (last + 1), "bomb.yaml")

    assert isinstance(fault, YamlFault)
    assert fault.message == "more than 1,000,000 values in one document"
    assert fault.line == last


def test_a_long_text_is_one_value() -> None:
    (document,) = read_documents(b'a: "' + b"x, " * 500_000 + b'"\n', "long.yaml")

    assert isinstance(document, Document)
    assert len(document.body["a"]) == 1_500_000


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a: 1\nb: \xff\n", 2, "is not UTF-8: byte 0xff"),
        (b"a: " + b"[" * 5000, 1, "nested deeper than 200 levels"),
        (
            b"a: .inf\n",
            1,
            ".inf is no JSON number: Kubernetes cannot take it; quote it if it is text",
        ),
        (b"~: a\n", 1, "unsupported map key: null; quote it"),
        (b"a: *x\n", 1, "unknown anchor 'x' referenced"),
        (b"a: &x [*x]\n", 1, "anchor 'x' value contains itself"),
        (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, CONFLICT),
        (b"<<<<<<< HEAD\n---\n=======\n---\n>>>>>>> x\n", 1, CONFLICT),
    ],
    ids=["not-utf-8", "deep", "infinity", "null-key", "unknown-anchor", "cycle", "merge", "merges"],
)
def test_what_cannot_be_read_is_a_fault_with_its_line(data: bytes, line: int, message: str) -> None:
    (fault,) = read_documents(data, "f.yaml")

    assert fault == YamlFault("f.yaml", 0, line, message)


def test_a_file_of_ten_megabytes_is_read() -> None:
    data = b"".join(b"key%d: value number %d\n" % (n, n) for n in range(300_000))

    (document,) = read_documents(data + b"last: 0644\n", "big.yaml")

    assert isinstance(document, Document)
    assert document.body["last"] == 420


def test_a_number_and_its_text_are_one_key_of_json() -> None:
    # which of the two Go keeps is left to chance, so this is in no table
    (fault,) = read_documents(b"1: a\n'1': b\n", "f.yaml")

    assert fault == YamlFault("f.yaml", 0, 2, 'key "1" stands twice, here and in line 1')


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_byte_order_mark(coding: str) -> None:
    first, second = read_documents("\ufeffname: grün\n---\nb: 1\n".encode(coding), "a.yaml")

    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.body, second.body, second.line) == ({"name": "grün"}, {"b": 1}, 3)


def test_what_a_merge_brings_can_be_overridden_after_it() -> None:
    text = "a: &a {name: a, image: x}\nb: {<<: *a, name: b}\n"

    assert read_exact(text) == {"a": {"name": "a", "image": "x"}, "b": {"name": "b", "image": "x"}}


def test_a_key_before_a_merge_that_brings_it_too_is_lost() -> None:
    (fault,) = read_documents(b"x: &x {b: 1}\nc:\n  b: 2\n  <<: *x\n", "f.yaml")

    message = 'key "b" of line 3 is lost: << after it has it too; write << first'
    assert fault == YamlFault("f.yaml", 0, 4, message)
    assert read_exact("x: &x {b: 1}\nc:\n  b: 2\n  <<: *x\n", strict=False)["c"] == {"b": 1}


def test_marks_of_a_merge_in_a_text_are_text() -> None:
    (document,) = read_documents(b"a: |\n  x\n\n  <<<<<<< HEAD\n  =======\n  >>>>>>> y\n", "f.yaml")

    assert isinstance(document, Document)


def test_what_can_be_read_beside_a_conflict_is_read() -> None:
    data = b"a: 1\n---\n<<<<<<< HEAD\nb: 1\n=======\n>>>>>>> x\n"
    fault, document = read_documents(data, "f.yaml")

    assert fault == YamlFault("f.yaml", 1, 3, CONFLICT)
    assert isinstance(document, Document)
    assert document.body == {"a": 1}
