"""Files as other systems write them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from argowave.commands import main
from this_repository import copy_repository

CASES = Path(__file__).parents[1] / "cases" / "lint" / "repositories"


BROKEN = "kind: [ # apiVersion: metadata:\n"  # with these words Argo CD does not pass over it


@pytest.mark.parametrize("shape", ["valid/plain", "valid/chart", "invalid/unknown-field"])
def test_line_ends_of_windows_change_nothing(
    shape: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Path(shutil.copytree(CASES / shape, tmp_path / "repository"))
    code = main(["lint", "--repository", str(repository)])
    out = capsys.readouterr().out
    for path in repository.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert main(["lint", "--repository", str(repository)]) == code
    assert capsys.readouterr().out == out


def test_a_backslash_in_a_name_is_part_of_it_and_no_separator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Path(shutil.copytree(CASES / "valid" / "plain", tmp_path / "repository"))
    try:
        (repository / "plain" / "a\\b.yaml").write_text(BROKEN)
    except OSError:
        pytest.skip("this system takes it for a separator")
    assert main(["lint", "--repository", str(repository)]) == 1
    assert "plain/a\\b.yaml:2 " in capsys.readouterr().out


def test_names_with_blanks_and_letters_of_every_script_are_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Path(shutil.copytree(CASES / "valid" / "plain", tmp_path / "über 世界"))
    (repository / "plain" / "ein name.yaml").write_text(BROKEN)

    assert main(["lint", "--repository", str(repository)]) == 1
    assert "plain/ein name.yaml:2 " in capsys.readouterr().out


@pytest.mark.parametrize("path", ["environments/dev/environment.yaml", "apps/root.yaml"])
def test_a_link_in_a_circle_is_named_on_every_python(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python 3.13 and later resolve one without a word."""
    repository = copy_repository(tmp_path / "repository")
    link = repository / path
    link.unlink()
    link.symlink_to(link.name)

    assert main(["render", "--repository", str(repository), "dev"]) == 2
    message = f"error: {path}: is a link that leads in a circle\n"
    assert capsys.readouterr().err == message
