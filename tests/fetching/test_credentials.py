"""Credentials in URLs are in no output."""

from __future__ import annotations

import pytest

from argowave.finding import Finding
from argowave.sources.request import NotChecked
from argowave.words.credentials import harmless, starred


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
        # what has to be written as %23 and is not: Git takes none of these, who wrote it does
        ("https://me:hu#sh@x.org/a", "https://x.org/a"),
        ("https://me:hu/s@h@x.org/a.", "https://x.org/a."),
        ("no https://me:hu?sh@x.org/a, https://y.org/@b", "no https://x.org/a, https://y.org/@b"),
        ("https://me:hu'sh@x.org/a", "https://x.org/a"),
        ("ssh://git:hu/sh@x.org/a", "ssh://git@x.org/a"),
        ("https://me:hu#sh@x.org/a@v1", "https://x.org/a@v1"),
        ("https://$HOST:$(PORT)/a@x.org", "https://$HOST:$(PORT)/a@x.org"),
        ("https://x.org/a?private_token=hush&b=1.", "https://x.org/a?private_token=…&b=1."),
        ("'https://x.org/a?se=2&sig=hu%2Fsh'", "'https://x.org/a?se=2&sig=…'"),
        ("https://x.org/a?ref=v1&tokens=3", "https://x.org/a?ref=v1&tokens=3"),
        ("https://x.org:443/a@v1", "https://x.org:443/a@v1"),
        ("https://x.org:8443/me:hush@v1", "https://x.org:8443/me:hush@v1"),
        ("'https://x.org:' and 'me@x.org'", "'https://x.org:' and 'me@x.org'"),
        ("ssh://git@x.org:22/a@b", "ssh://git@x.org:22/a@b"),
    ],
)
def test_only_the_credentials_are_left_out(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert Finding("", None, "", "", text, "rule").message == shown
    assert NotChecked(text, text) == NotChecked(shown, shown)


def test_a_glob_stands_for_them_in_a_project() -> None:
    assert starred("https://me:hush@x.org/a") == "https://*@x.org/a"
