from __future__ import annotations

import pytest

from argowave.report import Summary
from argowave.report.summary import count


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        (
            Summary(17, valid=41, invalid=1),
            "42 manifests in 17 files: 41 valid, 1 invalid, 0 skipped",
        ),
        (Summary(1, valid=1), "1 manifest in 1 file: 1 valid, 0 invalid, 0 skipped"),
        (
            Summary(3, errors=2, skipped=1, empty=4),
            "3 manifests in 3 files: 0 valid, 0 invalid, 2 errors, 1 skipped",
        ),
        (Summary(0), "0 manifests in 0 files: 0 valid, 0 invalid, 0 skipped"),
    ],
)
def test_the_last_line_counts_manifests_by_outcome(summary: Summary, line: str) -> None:
    assert str(summary) == line


def test_what_was_not_checked_is_named_most_manifests_first(summary: Summary) -> None:
    assert summary.gaps() == [
        "no schema for x/v1/Widget: 3 manifests",
        "no schema for x/v1/Gadget: 1 manifest",
        "not checked: chart crossplane 2.3.4: not in the cache",
        "not decided: wave-gate, 2 cases: a, b: why",
    ]


def test_skipped_and_empty_manifests_were_not_judged() -> None:
    assert Summary(2, skipped=3, empty=4).checked == 0
    assert Summary(2, valid=1, invalid=2, errors=3).checked == 6


def test_a_count_has_its_noun() -> None:
    assert [count(number, "file") for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
