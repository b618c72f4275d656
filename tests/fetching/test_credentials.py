"""Credentials in URLs are in no output."""

from __future__ import annotations

import pytest

from argowave.credentials import harmless, starred
from argowave.finding import Finding
from argowave.sources.request import NotChecked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://me:hush@x.org/a, please", "see https://x.org/a, please"),
        ("HTTPS://hush@x.org/a", "HTTPS://x.org/a"),
        ("git::https://me:hu@sh@x.org/a//b", "git::https://x.org/a//b"),
        ("ssh://git@x.org/a", "ssh://git@x.org/a"),
        ("ssh://git:hush@x.org/a", "ssh://git@x.org/a"),
        ("https://x.org/a and me@x.org", "https://x.org/a and me@x.org"),
        ("git@x.org:a/b", "git@x.org:a/b"),
    ],
)
def test_only_the_credentials_are_left_out(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert Finding("", None, "", "", text, "rule").message == shown
    assert NotChecked(text, text) == NotChecked(shown, shown)


def test_a_glob_stands_for_them_in_a_project() -> None:
    assert starred("https://me:hush@x.org/a") == "https://*@x.org/a"
