from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from argowave.commands import Exit, main

ROOT = Path(__file__).parents[2]


def graph(*words: str) -> int:
    return main(["graph", *words, "--repository", str(ROOT)])


def test_a_picture_is_of_one_environment(capsys: pytest.CaptureFixture[str]) -> None:
    assert graph() == Exit.COULD_NOT_RUN
    assert capsys.readouterr().err == (
        "error: a picture is of one environment, and there are 3\n"
        "  name one, as in: argowave graph dev; there is: dev, prod, staging\n"
    )


def test_an_environment_that_does_not_exist_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert graph("nowhere") == Exit.COULD_NOT_RUN
    assert "nowhere" in capsys.readouterr().err


def test_graphviz_draws_it(capsys: pytest.CaptureFixture[str]) -> None:
    dot = shutil.which("dot")
    if dot is None:
        pytest.skip("dot of Graphviz is not installed")
    assert graph("dev", "--view", "pipeline", "--format", "dot") == Exit.WELL
    text = capsys.readouterr().out

    done = subprocess.run([dot, "-Tsvg"], input=text, capture_output=True, text=True, check=True)

    assert "justtrack-dev-devops-consumer-events" in done.stdout
    assert done.stderr == ""
