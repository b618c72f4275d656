from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.report.lines import one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本 #", "plain é 日本 #"),
        ("one\n  two\r\n\nthree\u2028four", "one two three four"),
        ("a\tb\x1b[2Jc\x00", "a\\tb\\x1b[2Jc\\x00"),
        ("\u202egnp.exe\u200e", "\\u202egnp.exe\\u200e"),
    ],
)
def test_breaks_become_blanks_and_controls_become_escapes(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_the_result_is_one_line_that_stays_as_it_is(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)
