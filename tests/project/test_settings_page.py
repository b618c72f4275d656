"""docs/settings.md: its example is read, and holds everything that there is."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from argowave.commands import main
from argowave.rules.registry import load_rules
from argowave.settings import KEYS, Settings, load_settings
from this_repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")


def example() -> str:
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_example_states_every_setting(tmp_path: Path) -> None:
    (tmp_path / "argowave.toml").write_text(example())
    settings = load_settings(tmp_path)

    unstated = Settings(tmp_path / "argowave.toml")
    for field in fields(Settings)[1:]:
        assert getattr(settings, field.name) != getattr(unstated, field.name), field.name
    assert {rule.name for rule in load_rules()} >= settings.rules.keys()


def test_the_example_has_no_key_that_is_not_there_and_lacks_none() -> None:
    stated = set(re.findall(r"^(?:\[+)?([a-z][a-z-]*)(?:\]+| = )", example(), re.MULTILINE))

    assert stated >= KEYS


def test_in_pyproject_the_tables_are_those_of_the_page(tmp_path: Path) -> None:
    head, tables = example().split("# off, warning", 1)
    text = re.sub(r"^(\[+)", r"\1tool.argowave.", tables.partition("\n")[2], flags=re.MULTILINE)
    (tmp_path / "pyproject.toml").write_text(f"[tool.argowave]\n{head}\n{text}")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "argowave.toml").write_text(example())
    here, there = load_settings(tmp_path), load_settings(tmp_path / "own")

    for field in fields(Settings)[1:]:
        assert getattr(here, field.name) == getattr(there, field.name), field.name


def test_a_table_of_pyproject_in_argowave_toml_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "argowave.toml").write_text('[tool.argowave]\nrules = {image-pin = "off"}\n')

    assert main(["lint", "--no-cache", "--repository", str(tmp_path)]) == 2
    assert "argowave.toml: [tool.argowave] is for pyproject.toml; here its keys stand alone" in (
        capsys.readouterr().err
    )
