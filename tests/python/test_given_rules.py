"""Rules that a program gives by itself, and what the Python API finds beside the command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import argowave
from argowave.commands import main
from provenance.repositories import TEMPLATE, write

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests/cases/lint/repositories/valid/chart"
HERE = Path(__file__)
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\nspec: {}\n"


@pytest.fixture
def repository(tmp_path: Path) -> argowave.Repository:
    """A sound repository with one Deployment."""
    folder = Path(shutil.copytree(CASE, tmp_path / "repository"))
    return argowave.open_repository(folder, root=folder / "root.yaml")


def rule(check: Any, **stated: Any) -> argowave.Rule:  # noqa: ANN401 (anything that is wrong)
    texts = dict.fromkeys(("summary", "why", "mend", "source"), "a text")
    return argowave.Rule(**{"name": "team-label", **texts, **stated}, check=check)


def fails(scene: argowave.Scene) -> Iterator[argowave.Finding]:
    yield argowave.at(next(iter(scene.inventory.resources)), (), "here")
    raise KeyError(scene.tree.environment)


def is_no_path(scene: argowave.Scene) -> Iterator[argowave.Finding]:
    yield argowave.at(next(iter(scene.inventory.resources)), "metadata", "here")


def gives_text(_: argowave.Scene) -> Iterator[str]:
    yield "wrong"


class MuteError(Exception):
    """One that cannot say what is wrong."""

    def __str__(self) -> str:
        raise KeyError


def raises_mute(_: argowave.Scene) -> Iterator[argowave.Finding]:
    raise MuteError


def line_of(text: str) -> int:
    lines = HERE.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip() == text)


@pytest.mark.parametrize("method", ["check", "lint"])
def test_a_given_rule_that_fails_is_named_with_its_line(
    repository: argowave.Repository, method: str
) -> None:
    with pytest.raises(argowave.ToolError) as failed:
        repository.check(rule(fails)) if method == "check" else repository.lint(rules=[rule(fails)])

    line = line_of("raise KeyError(scene.tree.environment)")
    assert str(failed.value) == f"{HERE}:{line}: the rule team-label failed: KeyError: 'root'"


def test_an_exception_that_cannot_say_itself_is_named_all_the_same(
    repository: argowave.Repository,
) -> None:
    with pytest.raises(argowave.ToolError) as failed:
        repository.check(rule(raises_mute))

    assert str(failed.value) == (
        f"{HERE}:{line_of('raise MuteError')}: the rule team-label failed: MuteError: "
        "(and its __str__ raises KeyError)"
    )


def test_one_rule_and_one_environment_need_no_list(tmp_path: Path) -> None:
    repository = argowave.open_repository(ROOT)
    lone = rule(lambda scene: [argowave.at(scene.inventory.resources[0], (), "here")])

    assert {each.message for each in repository.check(lone, environments="dev")} == {"here"}
    folder = Path(shutil.copytree(CASE, tmp_path / "repository"))
    small = argowave.open_repository(str(folder), root=str(folder / "root.yaml"))
    assert "team-label" in {each.rule for each in small.lint(rules=lone)}


def test_a_path_that_is_a_text_is_an_error_that_says_what_one_is(
    repository: argowave.Repository,
) -> None:
    with pytest.raises(argowave.ToolError) as failed:
        repository.check(rule(is_no_path))

    line = line_of('yield argowave.at(next(iter(scene.inventory.resources)), "metadata", "here")')
    assert str(failed.value) == (
        f"{HERE}:{line}: the rule team-label failed: TypeError: at() takes keys and indexes, as "
        '("metadata", "labels"), and was given \'metadata\''
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            rule(lambda _: None),
            "the rule team-label gave NoneType, not findings; is a yield or a return missing?",
        ),
        (rule(gives_text), "the rule team-label gave str, not Finding or Undecided"),
        (
            rule(fails, name="Team label"),
            (
                "what was given has a rule with the name 'Team label'; small letters, digits and - "
                "make one"
            ),
        ),
        (
            rule(fails, name="image-pin"),
            "the rule image-pin has the name of one of argowave's own\n  give it another name",
        ),
        (
            rule(None),
            (
                "what was given has a rule, team-label, whose check is no function or severity no "
                "Severity"
            ),
        ),
        ("team-label", "what was given is no argowave.Rule but str"),
    ],
)
def test_what_is_no_rule_is_refused(
    repository: argowave.Repository, given: argowave.Rule, expected: str
) -> None:
    with pytest.raises(argowave.ToolError) as failed:
        repository.check(given)

    assert str(failed.value) == expected


def test_the_repository_finds_what_the_command_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {TEMPLATE: POD, "chart/values.yaml": "name: web\n"})
    root = tmp_path / "root.yaml"
    (tmp_path / "argowave.toml").write_text(
        'repositories = ["https://example.org/r.git"]\n'
        'waivers = [{rule = "default-project", reason = "small", until = 2999-01-01}]\n'
    )
    where = ["--repository", str(tmp_path), "--root", str(root), "--no-cache"]
    assert main(["lint", *where, "--format", "json"]) == 1
    shown = json.loads(capsys.readouterr().out)["findings"]

    found = argowave.open_repository(tmp_path, root=root).lint()
    plain = argowave.open_repository(tmp_path, root=root).lint(provenance=False)

    assert {each.origin for each in found} == {"written in chart/templates/t.yaml:4"}
    assert len(shown) == len(found) == len(plain)
    assert [(each["path"], each["line"], each["message"]) for each in shown] == [
        (each.path, each.line, each.message) for each in found
    ]
    assert not any(each.origin for each in plain)
