from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.files import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    Lint = Callable[..., tuple[int, str, str]]

CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture(autouse=True)
def with_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets commands remember, and believes a stat after 50 ms: these disks count finer than FAT."""
    monkeypatch.delenv("ARGOWAVE_NO_CACHE")
    monkeypatch.setattr(walk, "_UNSETTLED", 50_000_000)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder that commands remember in."""
    return tmp_path / "kept"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small repository with Applications that have findings."""
    source = CASES / "lint" / "repositories" / "invalid" / "unknown-field"
    return Path(shutil.copytree(source, tmp_path / "repository"))


@pytest.fixture
def lint(repository: Path, kept: Path, capsys: pytest.CaptureFixture[str]) -> Lint:
    """Runs the command on the repository and returns exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        words = ["lint", "--repository", str(repository), "--cache-dir", str(kept), *arguments]
        code = main([*words, "--source-cache", str(kept.parent / "charts")])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run
