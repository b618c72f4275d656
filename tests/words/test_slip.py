from __future__ import annotations

import pytest

from argowave.words.slip import is_slip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Deploymnt", "Deployment"),
        ("Deploymentt", "Deployment"),
        ("Deplyoment", "Deployment"),
        ("Deployment", "Deploymant"),
        ("deployment", "Deployment"),
        ("app", "apps"),
    ],
)
def test_one_letter_two_swapped_ones_or_the_case_is_a_slip(written: str, meant: str) -> None:
    assert is_slip(written, meant)
    assert is_slip(meant, written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Job", "Job"), ("Job", "CronJob"), ("TCPRoute", "UDPRoute"), ("", "ab"), ("Roel", "Rule")],
)
def test_the_same_word_and_others_are_none(written: str, meant: str) -> None:
    assert not is_slip(written, meant)
    assert not is_slip(meant, written)
