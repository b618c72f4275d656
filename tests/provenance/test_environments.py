"""What is behind fields that `argowave render` wrote, on this repository itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from argowave.finding import Finding
from argowave.provenance.budget import Budget
from argowave.provenance.trace import Tracer
from this_repository import copy_repository

ROOT = Path(__file__).parents[2]
DEV = "environments/dev/rendered"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return copy_repository(tmp_path)


def origin(repository: Path, path: str, subject: str, pointer: str) -> str:
    finding = Finding(path, 1, subject, pointer, "is wrong", "any", application="dev/x")
    traced, _ = Tracer(repository, {}, Budget(1000, 600)).trace([finding])
    return traced[0].origin


def line(path: str, text: str) -> int:
    lines = (ROOT / path).read_text().splitlines()
    return next(number for number, each in enumerate(lines, 1) if each.strip().startswith(text))


def test_an_environments_key_is_named_with_its_line(repository: Path) -> None:
    path = f"{DEV}/apps/pipeline.yaml"
    where = "environments/dev/environment.yaml"

    assert (
        origin(repository, path, "Application/pipeline", "$.spec.destination.server")
        == f"set by {where}:{line(where, 'server:')} cluster.server"
    )


def test_keys_that_a_name_is_derived_from_are_all_named_or_none(repository: Path) -> None:
    (path,) = sorted((ROOT / DEV).glob("infra/pipeline/sns-topic.yaml"))
    shown = path.relative_to(ROOT).as_posix()
    body = path.read_text()
    (region,) = [text for text in body.splitlines() if text.strip().startswith("region:")]
    where = "environments/dev/environment.yaml"

    assert "eu-central-1" in region
    subject = f"Topic/{next(t.split()[1] for t in body.splitlines() if t.startswith('  name:'))}"
    assert origin(repository, shown, subject.replace('"', ""), "$.spec.forProvider.region") == (
        f"set by {where}:{line(where, 'region:')} aws.region"
    )


def test_what_the_template_says_itself_has_the_templates_line(repository: Path) -> None:
    path = f"{DEV}/apps/pipeline.yaml"
    template = "apps/pipeline.yaml"

    assert origin(repository, path, "Application/pipeline", "$.spec.project") == (
        f"written in {template}:{line(template, 'project:')}"
    )


def test_a_file_that_is_not_what_the_templates_say_has_no_origin(repository: Path) -> None:
    path = f"{DEV}/apps/pipeline.yaml"
    file = repository / path
    file.write_text(file.read_text().replace("project: ", "project: other-"))

    assert origin(repository, path, "Application/pipeline", "$.spec.project") == ""


def test_a_repository_without_templates_has_no_origin(tmp_path: Path) -> None:
    path = f"{DEV}/apps/a.yaml"
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("kind: Application\nmetadata: {name: a}\n")

    assert origin(tmp_path, path, "Application/a", "$.metadata.name") == ""
    assert origin(tmp_path, f"{DEV}/gone.yaml", "Application/a", "$.metadata.name") == ""
