"""Of a kind that a rule refuses, nobody has to be told that there is no schema."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from argowave.commands import main

PLAIN = Path(__file__).parents[1] / "cases" / "lint" / "repositories" / "valid" / "plain"
KINDS = """apiVersion: apps/v1
kind: Deploymnet
metadata: {name: a, namespace: there}
---
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: b, namespace: there}
---
apiVersion: example.com/v1
kind: Thing
metadata: {name: c, namespace: there}
"""
NO_THING = "no schema for example.com/v1/Thing: 1 manifest; `argowave schemas add` takes CRDs"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(PLAIN, tmp_path / "repository"))
    (folder / "plain" / "kinds.yaml").write_text(KINDS)
    return folder


def schemas(repository: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines about missing schemas."""
    main(["lint", "--repository", str(repository)])
    lines = capsys.readouterr().out.splitlines()
    return [each for each in lines if each.startswith("no schema for ")]


def test_a_kind_that_nobody_knows_is_named_and_one_that_is_refused_is_not(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert schemas(repository, capsys) == [NO_THING]


def test_a_rule_that_is_off_refuses_nothing(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (repository / "argowave.toml").open("a") as settings:
        settings.write('\n[rules]\nunknown-kind = "off"\n')

    assert schemas(repository, capsys) == ["no schema for apps/v1/Deploymnet: 1 manifest", NO_THING]
