from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.sources.globs import directory_glob


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.yaml", "deep/a.yaml", True),
        ("**/*.yaml", "a.yaml", False),
        ("?.yaml", "a.yaml", True),
        ("?.yaml", "ab.yaml", False),
        ("{a,b*}.yaml", "bcd.yaml", True),
        ("{a,b}/{c,d}.yaml", "b/c.yaml", True),
        ("[a-c].yaml", "b.yaml", True),
        ("[!a-c].yaml", "b.yaml", False),
        ("a\\*.yaml", "a*.yaml", True),
        ("a\\*.yaml", "ab.yaml", False),
        ("a.yaml", "aXyaml", False),
        ("[", "[", True),
        ("{a", "a", False),
        ("a,b", "a,b", True),
    ],
)
def test_a_pattern_matches_as_in_argo_cd(pattern: str, path: str, *, matches: bool) -> None:
    assert bool(directory_glob(pattern).fullmatch(path)) is matches


@given(st.text())
def test_any_text_is_a_pattern(pattern: str) -> None:
    assert isinstance(directory_glob(pattern), re.Pattern)


@given(st.text(st.characters(exclude_characters="*?[]{}\\")))
def test_text_without_special_characters_matches_itself_alone(text: str) -> None:
    assert directory_glob(text).fullmatch(text)
    assert not directory_glob(text).fullmatch(text + "x")
