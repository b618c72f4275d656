from __future__ import annotations

import pytest

from argowave.yamlio.fast import is_plain_sailing, read_fast

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
