from __future__ import annotations

import pytest

from argowave.report import Summary
from argowave.report.summary import count

ADD = "; `argowave schemas add` takes CRDs"


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


def test_on_a_screen_many_things_of_one_reason_are_one_line() -> None:
    charts = [f"chart {letter} 1.0.0: not in the cache [dev]" for letter in "abcd"]
    kinds = [("x/v1/A", 1), ("x/v1/B", 3), ("x/v1/C", 1), ("x/v1/D", 1)]
    summary = Summary(
        1,
        not_checked=(*charts[:2], "plugin p: not run [dev]", *charts[2:]),
        missing_schemas=tuple(kinds),
        not_decided=(("wave-gate", 2, "a, b: why"),),
    )

    assert summary.digest() == [
        f"no schema for 4 kinds, 6 manifests: x/v1: B (3), A, C, D{ADD}",
        ("not checked, 4 cases: charts a 1.0.0, b 1.0.0, c 1.0.0, d 1.0.0: not in the cache [dev]"),
        "not checked: plugin p: not run [dev]",
        "not decided: wave-gate, 2 cases: a, b: why",
    ]
    assert len(summary.gaps()) == 10


def test_kinds_without_a_schema_are_grouped_and_a_single_odd_one_is_a_line_of_its_own() -> None:
    kinds = (("x/v1/A", 1), ("x/v1/B", 3), ("y/v1/C", 2), ("yy/v1/C", 1), ("z/v1/D", 1))

    assert Summary(1, missing_schemas=kinds).digest() == [
        "no schema for 3 kinds, 6 manifests: x/v1: B (3), A; y/v1: C (2)",
        f"no schema for 2 kinds, 1 manifest each: yy/v1/C, z/v1/D{ADD}",
    ]
    assert Summary(1, missing_schemas=kinds[:4]).digest()[1:] == [
        f"no schema for 1 kind, 1 manifest: yy/v1/C{ADD}",
    ]


def test_of_very_many_things_a_dozen_are_named_on_a_screen() -> None:
    summary = Summary(1, not_checked=tuple(f"chart c{number}: why" for number in range(20)))
    named = f"charts {', '.join(f'c{number}' for number in range(12))}"

    assert summary.digest() == [f"not checked, 20 cases: {named}; and 8 more: why"]


def test_few_things_are_on_a_screen_as_they_are(summary: Summary) -> None:
    first, second, *rest = summary.gaps()

    assert summary.digest() == [first, f"{second}{ADD}", *rest]


def test_skipped_and_empty_manifests_were_not_judged() -> None:
    assert Summary(2, skipped=3, empty=4).checked == 0
    assert Summary(2, valid=1, invalid=2, errors=3).checked == 6


def test_a_count_has_its_noun() -> None:
    assert [count(number, "file") for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
