from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.rules.checks import NAMED
from argowave.rules.registry import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
NAMES = [*(check.name for check in NAMED), *(rule.name for rule in load_rules())]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["rules", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_every_rule_has_a_line(said: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = said("list")

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == NAMES
    assert err == f"{len(NAMES)} rules\n"


def test_the_list_is_json_too(said: Callable[..., tuple[int, str, str]]) -> None:
    rules = json.loads(said("list", "--format", "json")[1])["rules"]

    assert [rule["name"] for rule in rules] == NAMES
    pages = [rule["source"] for rule in rules if not rule["source"].startswith("https://")]
    assert [page for page in pages if not (ROOT / page).is_file()] == []


def test_the_page_of_rules_is_current(said: Callable[..., tuple[int, str, str]]) -> None:
    page = (ROOT / "docs/rules.md").read_text()

    assert page == said("list", "--format", "markdown")[1], (
        "write it anew: argowave rules list --format markdown > docs/rules.md"
    )


def test_a_rule_explains_why_it_matters_and_what_to_do(
    said: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, _ = said("explain", "dangling-reference")

    assert code == 0
    assert out.startswith("dangling-reference (references, error)\n")
    assert [line.split(":")[0] for line in out.splitlines() if ": " in line][:1] == ["why"]
    assert "\nmend: " in out
    assert "\nsource: https://" in out


def test_a_misspelt_rule_is_answered_with_the_near_one(
    said: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, err = said("explain", "dangling-referense")

    assert (code, out) == (2, "")
    assert err == (
        "error: there is no rule dangling-referense\n  did you mean dangling-reference?\n"
    )
