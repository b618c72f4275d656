from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.finding import Finding, Severity
from argowave.report.folded import SCREEN, folded
from argowave.report.text import write_findings


def warnings(rule: str, number: int) -> list[Finding]:
    return [
        Finding(f"{rule}-{each:02}.yaml", 1, "", "", "is wrong", rule, Severity.WARNING)
        for each in range(number)
    ]


def written(findings: list[Finding], *, fold: bool) -> list[str]:
    stream = io.StringIO()
    write_findings(stream, findings, fold=fold)
    return stream.getvalue().splitlines()


def test_of_many_warnings_the_first_three_of_each_rule_are_shown() -> None:
    error = Finding("b.yaml", 2, "", "", "is wrong", "b")
    findings = [*warnings("a", 40), error, *warnings("c", 2)]

    assert written(findings, fold=True) == [
        "a-00.yaml:1 is wrong (a, warning)",
        "a-01.yaml:1 is wrong (a, warning)",
        "a-02.yaml:1 is wrong (a, warning)",
        "b.yaml:2 is wrong (b, error)",
        "c-00.yaml:1 is wrong (c, warning)",
        "c-01.yaml:1 is wrong (c, warning)",
        "… and 37 more warnings of a; --all shows them",
    ]
    assert len(written(findings, fold=False)) == 43


@pytest.mark.parametrize("number", [SCREEN, SCREEN - 1])
def test_what_fits_on_a_screen_is_shown_whole(number: int) -> None:
    assert len(written(warnings("a", number), fold=True)) == number


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(Severity)), max_size=80))
def test_no_error_is_ever_left_out_and_every_warning_is_counted(
    kinds: list[tuple[str, Severity]],
) -> None:
    findings = [
        Finding(f"{number:02}.yaml", 1, "", "", "is wrong", rule, severity)
        for number, (rule, severity) in enumerate(kinds)
    ]
    shown, more = folded(findings)

    errors = [each for each in findings if each.severity is Severity.ERROR]
    assert [each for each in shown if each.severity is Severity.ERROR] == errors
    assert len(shown) + sum(more.values()) == len(findings)
    assert shown == sorted(shown, key=lambda each: each.path)
