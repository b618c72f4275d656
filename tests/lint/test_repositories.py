"""Whole small repositories, each right or with one defect."""

from __future__ import annotations

from pathlib import Path

import pytest

from argowave.commands import Exit, main

CASES = Path(__file__).parents[1] / "cases" / "lint" / "repositories"
VALID = sorted((CASES / "valid").iterdir())
INVALID = sorted((CASES / "invalid").iterdir())


def test_there_are_cases_of_both_kinds() -> None:
    assert VALID
    assert INVALID


@pytest.mark.parametrize("case", VALID, ids=lambda path: path.name)
def test_a_sound_repository_gives_no_finding(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["lint", "--repository", str(case), "--root", str(case / "root.yaml")])

    assert capsys.readouterr().out.startswith("root: ")
    assert code == Exit.WELL


ONLY_WARNED = {"cycle", "ambiguous", "ambiguous-values"}  # Argo CD takes it


@pytest.mark.parametrize("case", INVALID, ids=lambda path: path.name)
def test_a_defect_gives_exactly_the_findings_beside_it(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["lint", "--repository", str(case), "--root", str(case / "root.yaml")])
    findings = capsys.readouterr().out.partition("root: ")[0]

    assert findings == (case / "expect.txt").read_text("utf-8")
    assert code == (Exit.WELL if case.name in ONLY_WARNED else Exit.FINDINGS)
