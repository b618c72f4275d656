"""The plan of this repository's dev environment, as people read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import Exit, main

if TYPE_CHECKING:
    import pytest

REPOSITORY = Path(__file__).parents[2]
GOLDEN = REPOSITORY / "tests/golden/plan/dev.txt"


def test_the_plan_of_dev_is_the_one_that_was_agreed_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    # an empty cache, so that charts are not looked into on any machine
    argv = ["plan", "dev", "--repository", str(REPOSITORY), "--source-cache", str(tmp_path)]

    assert main(argv) == Exit.WELL
    assert capsys.readouterr().out == GOLDEN.read_text()
