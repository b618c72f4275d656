from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.baseline import (
    Baseline,
    Known,
    apply_baseline,
    baseline_of,
    read_baseline,
    write_baseline,
)
from argowave.baseline.writing import show_baseline
from argowave.errors import BaselineError, OutputError
from argowave.finding import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

FOUND = Finding("apps/a.yaml", 3, "Deployment/a", "$.spec.containers[0].image", "is bad", "image")

TEXTS = st.text(max_size=12)
FINDINGS = st.lists(
    st.builds(
        Finding,
        path=st.sampled_from(["a.yaml", "b.yaml"]),
        line=st.none() | st.integers(1, 99),
        subject=st.sampled_from(["", "Queue/q"]),
        pointer=st.sampled_from(["", "$.spec", "$.items[0].a", "$.items[1].a"]),
        message=TEXTS,
        rule=st.sampled_from(["schema", "image"]),
    ),
    max_size=12,
)


def applied(
    findings: list[Finding], baseline: Baseline, *, whole: bool = True
) -> tuple[list[str], int]:
    remaining, passed = apply_baseline(findings, baseline, whole=whole, stale=Severity.WARNING)
    return [str(finding) for finding in remaining], passed


@given(FINDINGS)
def test_a_baseline_passes_over_exactly_what_it_was_made_of(findings: list[Finding]) -> None:
    assert applied(findings, baseline_of(findings)) == ([], len(findings))


@given(FINDINGS, FINDINGS)
def test_a_new_finding_is_never_passed_over(old: list[Finding], new: list[Finding]) -> None:
    baseline = baseline_of(old)
    remaining, passed = apply_baseline(new, baseline, whole=False, stale=Severity.WARNING)
    unknown = Counter(map(Known.of, new)) - Counter(map(Known.of, old))

    assert len(remaining) + passed == len(new)
    assert unknown <= Counter(map(Known.of, remaining))


@given(
    st.dictionaries(st.builds(Known, TEXTS, TEXTS, TEXTS, TEXTS), st.integers(1, 10**9), max_size=5)
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, counts: dict[Known, int]
) -> None:
    path = tmp_path_factory.mktemp("baseline") / "b.yaml"
    write_baseline(path, Baseline(counts=counts))

    assert read_baseline(path, "b.yaml").counts == counts


def test_lines_places_in_lists_and_words_may_change() -> None:
    moved = replace(FOUND, line=99, pointer="$.spec.containers[2].image", message="is worse")

    assert applied([moved], baseline_of([FOUND])) == ([], 1)


def test_where_there_are_more_than_before_all_of_them_are_shown() -> None:
    second = replace(FOUND, pointer="$.spec.containers[1].image")

    assert applied([FOUND, second], baseline_of([FOUND])) == ([str(FOUND), str(second)], 0)


def test_what_is_mended_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    twice = [FOUND, FOUND, replace(FOUND, rule="schema", subject="", pointer="")]
    write_baseline(path, baseline_of(twice))
    baseline = read_baseline(path, "b.yaml")

    assert applied([FOUND], baseline) == (
        [
            (
                "b.yaml:5 schema at apps/a.yaml is no longer found; "
                "remove its entry or write the baseline anew (baseline)"
            ),
            (
                "b.yaml:8 image at apps/a.yaml Deployment/a $.spec.containers[].image is found "
                "1 of 2 times; lower its count or write it anew (baseline)"
            ),
        ],
        1,
    )
    assert applied([FOUND], baseline, whole=False) == ([], 1)


def test_findings_about_waivers_are_never_passed_over() -> None:
    ended = replace(FOUND, rule="waiver")

    assert baseline_of([ended]).counts == {}
    assert applied([ended], baseline_of([ended])) == ([str(ended)], 0)


def test_the_file_is_sorted_and_says_only_what_there_is() -> None:
    findings = [replace(FOUND, path="b.yaml", subject="", pointer=""), FOUND]

    assert show_baseline(baseline_of(findings)) == (
        "# Findings that `argowave lint --baseline` passes over; written with --write-baseline.\n"
        "# One that is mended is reported as stale: remove its entry, or write the file anew.\n"
        "version: 1\n"
        "findings:\n"
        "  - path: apps/a.yaml\n"
        "    subject: Deployment/a\n"
        "    field: $.spec.containers[].image\n"
        "    rule: image\n"
        "    count: 1\n"
        "  - path: b.yaml\n"
        "    rule: image\n"
        "    count: 1\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", " is empty"),
        ("\n", " is empty"),
        ("- a\n", " is no baseline: one mapping is wanted"),
        ("version: 1\nfindings: []\n---\na: 1\n", " is no baseline: one mapping is wanted"),
        ("findings: []\n", "1: is a baseline of version None, this argowave reads 1"),
        (
            "version: true\nfindings: []\n",
            "1: is a baseline of version True, this argowave reads 1",
        ),
        ("version: 2\nfindings: []\n", "1: is a baseline of version 2, this argowave reads 1"),
        ("version: 1\n", "1: findings must be a list; without any finding it is []"),
        ("version: 1\nfindings: []\nfound: []\n", "3: a baseline has no found"),
        ("version: 1\nfindings:\n- a\n", "3: an entry must be a mapping with rule, path and count"),
        ("version: 1\nfindings:\n- path: a\n  rule: b\n", "3: an entry needs count"),
        (
            "version: 1\nfindings:\n- {path: a, rule: b, count: 0}\n",
            "3: count must be a whole number from 1 on",
        ),
        ("version: 1\nfindings:\n- {path: a, rule: 1, count: 1}\n", "3: rule must be a text"),
        (
            "version: 1\nfindings:\n- {path: a, rule: b, count: 1, line: 3}\n",
            "3: an entry has no line",
        ),
        (
            "version: 1\nfindings:\n" + "- {path: a, rule: b, count: 1}\n" * 2,
            "4: b at a stands twice, first in line 3",
        ),
        ("version: 1\n<<<<<<< HEAD\n", "2: holds a merge that is not solved: "),
    ],
)
def test_a_damaged_baseline_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(text)

    with pytest.raises(BaselineError) as raised:
        read_baseline(path, "b.yaml")
    first, hint = str(raised.value).split("\n")
    assert first.startswith(f"{path}:{expected}")
    assert hint == "  take the baseline from version control, or name another file"


def test_a_baseline_that_cannot_be_written_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").mkdir()

    with pytest.raises(OutputError) as raised:
        write_baseline(tmp_path / "b.yaml", Baseline())
    assert str(raised.value) == (
        f"{tmp_path}/b.yaml: the baseline cannot be written: a folder is in its place; "
        "nothing was changed"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["b.yaml"]


def test_a_link_to_a_baseline_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").symlink_to(tmp_path / "real.yaml")
    write_baseline(tmp_path / "b.yaml", Baseline())

    assert (tmp_path / "b.yaml").is_symlink()
    assert read_baseline(tmp_path / "real.yaml", "").counts == {}
