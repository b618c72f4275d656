"""docs/install.md says what is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import yaml

from argowave.commands import build_parser

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "install.md").read_text("utf-8")
FROM = "git+https://<host>/<owner>/argowave@<commit>"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_each_runner_gets_a_source_and_a_command_that_there_is() -> None:
    runners = []
    for line in "".join(blocks("sh")).splitlines():
        match shlex.split(line):
            case [
                *runner,
                ("--from" | "--spec"),
                source,
                "argowave",
                command,
            ]:
                assert build_parser(command).parse_args([command]).command == command
            case ["docker", *_]:  # tests/images looks at what it makes
                continue
            case [*runner, source]:
                pass
        assert source == FROM, line
        runners.append(" ".join(runner))

    assert runners == ["uvx", "pipx run", "pipx install"]


def test_the_hooks_are_those_that_there_are() -> None:
    (shown,) = blocks("yaml")
    (repository,) = yaml.safe_load(shown)["repos"]
    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

    assert {hook["id"] for hook in repository["hooks"]} == {hook["id"] for hook in hooks}


def test_the_pythons_are_those_that_are_declared_and_checked() -> None:
    (named,) = re.findall(r"^Python (.*)\.$", PAGE, re.MULTILINE)
    pythons = re.findall(r"3\.\d+", named)
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    noxfile = (ROOT / "noxfile.py").read_text("utf-8")
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yaml").read_text())["jobs"]

    assert re.findall(r'"Programming Language :: Python :: (3\.\d+)"', project) == pythons
    assert str(pythons).replace("'", '"') in noxfile
    assert jobs["nox"]["strategy"]["matrix"]["python"] == pythons
    assert jobs["systems"]["strategy"]["matrix"]["python"] == pythons
