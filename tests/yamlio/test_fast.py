from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.yamlio import fast
from argowave.yamlio.exact import read_exact
from argowave.yamlio.fast import is_plain_sailing, read_all_fast, read_fast

WORDS_OF_1_1 = [
    word.encode()
    for text in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    for word in (text, text.capitalize(), text.upper())
]
WORDS = ("y", "N", "yes", "No", "ON", "off")


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    "text", ["a: {}\n", "{}: 1\n", "- {}\n", "a: [b, {}]\n", "a: {{{}: 1}}\n", "a: {} # why\n"]
)
def test_a_boolean_of_yaml_1_1_is_left_to_the_reference_reader(word: str, text: str) -> None:
    assert read_fast(text.format(word).encode()) == (False, None)


@pytest.mark.parametrize("word", WORDS)
def test_a_boolean_word_in_prose_keeps_the_short_cut(word: str) -> None:
    text = f"# say {word}\na: |\n  world: {word}\nb: say {word}\n"

    assert read_fast(text.encode()) == (True, {"a": f"world: {word}\n", "b": f"say {word}"})
    assert not is_plain_sailing(text.encode())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('verbs: ["*"]\n', {"verbs": ["*"]}),
        ("- '*'\n", ["*"]),
        ('a: [{group: "*", kind: "*"}]\n', {"a": [{"group": "*", "kind": "*"}]}),
        ('{a: [b, "c, d"], e: {f: g}}\n', {"a": ["b", "c, d"], "e": {"f": "g"}}),
    ],
)
def test_stars_in_quotes_and_lists_in_mappings_keep_the_short_cut(text: str, value: object) -> None:
    assert read_fast(text.encode()) == (True, value)


PIECES = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "a",
    "1",
    "b:",
    "k:",
    "x:",
    '"x"',
    "'y'",
    '"*"',
    "'*'",
    "*",
    '"',
    "'",
    "{}",
    "[]",
    "#",
    "?",
    "&",
    "|",
    "[a,b]",
    '["c",d]',
    '"a,b"',
    '"q":',
    '[a,"b"]:',
    "{a:[b]}",
]


@given(st.lists(st.sampled_from([*PIECES, " ", " ", ", ", ": ", "\n", "\n  ", "- "]), max_size=12))
def test_the_short_cut_is_sure_only_where_the_reference_reader_says_the_same(
    pieces: list[str],
) -> None:
    text = "".join(["x: ", *pieces, "\n"])

    is_sure, value = read_fast(text.encode())

    if is_sure:
        assert repr(value) == repr(read_exact(text, strict=True))


TEXTS = [
    b"a: 1\n", b"a: yes\n", b"- |\n  yes\n", b"", b"a: b", b"- |\n  x", b"a: 'on'\n", b"a: 0644\n",
    b'a: "\xff"\n', b"a: [\n", b"# yes\n", b"a: 1\n---\nb: 2\n", b"k:\tv\n", b"x: y\n", b"x: z\n",
]  # fmt: skip


@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:7], TEXTS[12:], TEXTS[2:5], []])
def test_many_texts_are_read_together_as_each_is_alone(texts: list[bytes]) -> None:
    assert list(read_all_fast(texts)) == [read_fast(text) for text in texts]


@given(st.lists(st.sampled_from(TEXTS), max_size=6))
def test_any_company_leaves_a_text_what_it_is(texts: list[bytes]) -> None:
    assert list(read_all_fast(texts)) == [read_fast(text) for text in texts]


@given(st.from_regex(rb"[A-Za-z][A-Za-z0-9_./-]*", fullmatch=True) | st.sampled_from(WORDS_OF_1_1))
def test_an_everyday_word_that_is_not_looked_at_would_pass_the_look(word: bytes) -> None:
    if fast._EVERYDAY.match(word) and word not in fast._LOADED:  # noqa: SLF001 (the guard itself)
        assert not fast._DOUBTFUL.search(word)  # noqa: SLF001 (the expression that decides is what is tested)
        assert not fast._BOOLEAN.search(word)  # noqa: SLF001 (the expression that decides is what is tested)
