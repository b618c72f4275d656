from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.sources.globs import directory_glob, name_glob, pathspec_glob

if TYPE_CHECKING:
    from collections.abc import Callable


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
        ("[", "[", False),
        ("[]", "[]", False),
        ("[a-cx]", "x", False),
        ("[xa-c]", "-", True),
        ("[xa-c]", "b", False),
        ("[^a]", "b", False),
        ("[\\]]", "]", True),
        ("{a", "a", True),
        ("{a,{b,c}", "c", True),
        ("a}", "a}", True),
        ("a\\", "a", True),
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


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("a*", "ab", True),
        ("a*", "a/b", False),
        ("[/]", "/", True),
        ("[^a]", "b", True),
        ("[!a]", "b", False),
        ("[!a]", "!", True),
        ("[b-a]", "a", False),
        ("[-a]", "a", False),
        ("[a-]", "a", False),
        ("[]a]", "a", False),
        ("[a", "a", False),
        ("{a,b}", "a", False),
        ("{a,b}", "{a,b}", True),
        ("a\\", "a", False),
        ("\\*", "*", True),
    ],
)
def test_a_kind_or_a_name_matches_as_in_go(pattern: str, name: str, *, matches: bool) -> None:
    assert bool(name_glob(pattern).fullmatch(name)) is matches


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("apps/*", "apps/a/b.yaml", True),
        ("apps/?.yaml", "apps/a.yaml", True),
        ("[a-cx].yaml", "x.yaml", True),
        ("[!a].yaml", "a.yaml", False),
        ("[^a].yaml", "b.yaml", True),
        ("{a,b}", "{a,b}", True),
        ("\\*", "*", True),
        ("[", "[", True),
    ],
)
def test_a_path_matches_as_git_lists_it(pattern: str, path: str, *, matches: bool) -> None:
    assert bool(pathspec_glob(pattern).fullmatch(path)) is matches


@given(st.text(), st.sampled_from([name_glob, pathspec_glob]))
def test_any_text_is_a_pattern_of_the_other_languages(
    pattern: str, language: Callable[[str], re.Pattern[str]]
) -> None:
    assert isinstance(language(pattern), re.Pattern)
