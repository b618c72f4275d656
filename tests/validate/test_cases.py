"""Every file under tests/cases/validate says by its folder and first lines what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from argowave.validate.checked import Checked
from argowave.validate.files import FileChecker, Settings

CASES = Path(__file__).parents[1] / "cases" / "validate"
VALID, INVALID, EMPTY = (sorted((CASES / name).iterdir()) for name in ("valid", "invalid", "empty"))
EXPECT = b"# expect: "


@pytest.fixture(scope="module")
def checker() -> FileChecker:
    return Settings("1.36", keep_valid=True).checker()


def check(checker: FileChecker, path: Path) -> list[Checked]:
    _, rows = checker.check_files([str(path)])
    return [Checked.from_row(row) for row in rows]


def test_there_are_cases_of_every_outcome() -> None:
    assert len(VALID) > 30
    assert len(INVALID) > 60
    assert len(EMPTY) > 5


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_a_valid_case_is_valid(path: Path, checker: FileChecker) -> None:
    statuses = {one.status.value for one in check(checker, path)}

    assert statuses <= {"valid", "empty"}
    assert "valid" in statuses


@pytest.mark.parametrize("path", EMPTY, ids=lambda path: path.name)
def test_an_empty_case_is_empty(path: Path, checker: FileChecker) -> None:
    assert {one.status.value for one in check(checker, path)} == {"empty"}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_an_invalid_case_has_exactly_the_findings_that_it_expects(
    path: Path, checker: FileChecker
) -> None:
    lines = path.read_bytes().split(b"\n")
    expected = [line.removeprefix(EXPECT).decode() for line in lines if line.startswith(EXPECT)]
    findings = [finding for one in check(checker, path) for finding in one.findings()]

    assert expected
    assert [str(finding).removeprefix(f"{path}:") for finding in findings] == expected
