"""Whole small repositories of strangers, without any configuration, and all that lint says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from argowave.commands import Exit, main

CASES = Path(__file__).parents[1] / "cases" / "strangers"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_a_strangers_repository_gives_exactly_what_stands_beside_it(
    case: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if any(case.rglob("kustomization.yaml")) and not shutil.which("kustomize"):
        pytest.skip("kustomize is not on the PATH")
    argv = ["lint", "--no-cache", "--repository", str(case), "--source-cache", str(tmp_path)]
    code = main(argv)
    expected = (case / "expected.txt").read_text("utf-8")

    assert capsys.readouterr().out == expected
    assert code == (Exit.FINDINGS if "[mistakes" in expected else Exit.WELL)
