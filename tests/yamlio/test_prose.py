"""Text of which block scalars are left out before its words are looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.yamlio.ambiguity import ambiguous_scalars, disagreement
from argowave.yamlio.documents import read_documents
from argowave.yamlio.exact import read_exact
from argowave.yamlio.fast import read_fast
from argowave.yamlio.faults import UnreadableError
from argowave.yamlio.prose import without_prose

DESCRIPTION = """\
properties:
  a:
    description: |-
      One of:
      * 1.0, True,
      * `yes`

      and &more.
    jsonPath: .status.conditions
    type: string
"""


def test_what_is_text_is_one_letter() -> None:
    assert without_prose(DESCRIPTION.encode()) == (
        b"properties:\n  a:\n    description: |-\n      x\n    jsonPath: x\n    type: string\n"
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a: the `b` of 1.0\n", "a: x\n"),
        ("a: the\n  `b` of\n  No one\nc: no\n", "a: x\nc: no\n"),
        ("a: 'b: 1.0,\n\n  it''s &c'\n", "a: x\n"),
        ('- a: "b\n    \\"c\\" 1.0"\n', "- a: x\n"),
        ("a: ^[0-9]+:?\\.$\n- b: c d\n- e f\n", "a: x\n- b: x\n- x\n"),
        ("# a: |\na: b c\n", "# a: |\na: x\n"),
    ],
)
def test_words_and_quotes_are_one_letter_too(text: str, plain: str) -> None:
    assert without_prose(text.encode()) == plain.encode()


def test_prose_keeps_the_short_cut() -> None:
    assert read_fast(DESCRIPTION.encode()) == (True, read_exact(DESCRIPTION))


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n",
        "a: |\n\nb: c\n",  # it holds nothing
        "a: |\n  b\tc\n",
        "a: |\n  b\x85\n",
        "- a: |\n    b c\n",
        "- |\n  a: b c\n",
        "a: b c\n- 'd\n  e'\n",  # quotes that may go on below
        "a: yes\n  b: c\n",  # no YAML
        "a: yes # no more\n",
        "a: [b c,\n  yes]\n",
    ],
)
def test_text_is_left_alone_where_nothing_is_sure_to_be_prose(text: str) -> None:
    assert without_prose(text.encode()) is None


LINES = (
    "k: |", "j: >-", "i: |+", "- |", "- a: |", "- a: b", "yes", "b: yes", "* x", "1. y", "'a", '"b',
    "it's", '{x: "}t', "end'", 'end", y: yes}', "# c: 'q", "", "  ", "1.0", "z: 0o7", "]", "[a",
    "e: 'f: |", "d: 'text", 'g: "text', "m: &n o", "q: {r: [s, t]}", "v:", "`a`", "foo: |",
    "a1: True, so 2.0", "b1: c d", "c `d`", "baz: yes", "more text", "d1: ^[a-z]* x", "e1: a # b",
    "f1: a b: c", "g1: it's 'x", "h1: 'it''s'", "i1: a [b", "j1: a]", "k1: x |", "|", "l1: a:b",
    'm1: "c\\d"', "- n1: e f", "o1: on", "- word word", "p1: .status.a", "q1: 'r s' # t",
)  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(LINES)), min_size=1, max_size=8),
    st.sampled_from(["\n", "\n\n", ""]),
)
def test_the_short_cut_is_sure_only_where_the_reference_reader_says_the_same(
    lines: list[tuple[int, str]], end: str
) -> None:
    text = "\n".join(f"{' ' * depth}{line}" for depth, line in lines) + end

    is_sure, value = read_fast(text.encode())

    if is_sure:
        assert repr(value) == repr(read_exact(text))


WORDS = (
    "yes", "no", "0755", "1_000", "0o14", "1e3", "+1", "~", ".5", "-0", "1:30", "0x1F", "On", "y",
    "True", "NULL", "1.", "-.inf", ".nan", "abc", '"yes"', "'0755'", "1.0",
)  # fmt: skip
PLACES = (
    "{}: x", "x: {}", "- {}", "- - {}", "[{}, a]", "{{a: {}}}", "{{{}: 1}}", "x: &a {}",
    "x: !!str {}", "x: {} # c", "x:   {}  ", "? {}\n: {}", '"k":{}', '{{"k":{}}}', "x: [a,{}]",
    "a: b {}", "# {}", "x: |\n  {}", "- x: {}", "x:\n  {}", "{} : z", "[{}: 1]", "x: &a\n  {}",
    "x: a\n  {}", "- &a {}",
)  # fmt: skip


@given(st.sampled_from(PLACES), st.sampled_from(WORDS), st.sampled_from(["\n", "\r\n"]))
def test_every_word_that_is_read_differently_is_found_wherever_it_stands(
    place: str, word: str, end: str
) -> None:
    text = (place.format(word, word) + "\n").replace("\n", end)
    plain: list[tuple[int, tuple[str | int, ...], str]] = []
    try:
        read_exact(text, strict=False, scalars=plain)
    except UnreadableError:
        return

    (document,) = read_documents(text.encode(), "a.yaml")
    found = [each.text for each in ambiguous_scalars(document)]  # type: ignore[arg-type] # (no fault, as the test has seen)

    assert found == [text for _, _, text in plain if disagreement(text)]
