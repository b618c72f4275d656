from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import argowave.report
from argowave.commands import main

if TYPE_CHECKING:
    from collections.abc import Callable

    Lint = Callable[..., str]

CASE = Path(__file__).parents[1] / "cases/lint/repositories/invalid/rendered-type"
VALUE = "set by small/values.yaml:1 replicas"
WRITTEN = "written in small/templates/d.yaml:6"
SCHEMA = json.loads((Path(argowave.report.__file__).parent / "report.schema.json").read_text())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose chart has one wrong field, from its values."""
    return Path(shutil.copytree(CASE, tmp_path / "r"))


@pytest.fixture
def lint(repository: Path, capsys: pytest.CaptureFixture[str]) -> Lint:
    def run(*arguments: str) -> str:
        root = str(repository / "root.yaml")
        main(["lint", "--repository", str(repository), "--root", root, *arguments])
        return capsys.readouterr().out

    return run


def write_in_template(repository: Path) -> None:
    template = repository / "small/templates/d.yaml"
    template.write_text(template.read_text().replace("{{ .Values.replicas }}", '"two"'))
    (repository / "small/values.yaml").write_text("{}\n")


@pytest.mark.parametrize("form", ["text", "junit", "tap", "github", "gitlab"])
def test_every_format_says_which_value_is_behind_a_finding(lint: Lint, form: str) -> None:
    assert VALUE in lint("--output", form)
    assert VALUE not in lint("--output", form, "--no-provenance")


def test_markdown_says_it_too(lint: Lint) -> None:
    assert f"({VALUE})" in lint("--output", "markdown")


def test_a_field_of_the_template_has_its_line_and_says_so(lint: Lint, repository: Path) -> None:
    write_in_template(repository)
    line = lint().splitlines()[0]

    assert line.startswith("small/templates/d.yaml:6 Deployment/d $.spec.replicas: ")
    assert line.endswith(WRITTEN)


@pytest.mark.parametrize(
    "origin",
    [
        {"kind": "value", "path": "small/values.yaml", "line": 1, "key": "replicas"},
        {"kind": "template", "path": "small/templates/d.yaml", "line": 6, "key": ""},
    ],
    ids=lambda origin: origin["kind"],
)
def test_json_names_the_kind_of_origin(
    lint: Lint, repository: Path, origin: dict[str, Any]
) -> None:
    if origin["kind"] == "template":
        write_in_template(repository)
    report: dict[str, Any] = json.loads(lint("--output", "json"))

    jsonschema.validate(report, SCHEMA)
    assert report["findings"][0]["origins"] == [origin]
    assert "origins" not in json.loads(lint("--output", "json", "--no-provenance"))["findings"][0]


def test_sarif_has_a_related_location(lint: Lint) -> None:
    (run,) = json.loads(lint("--output", "sarif"))["runs"]

    assert run["results"][0]["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {
                "artifactLocation": {"uri": "small/values.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 1},
            },
            "message": {"text": "set by replicas"},
        }
    ]


def test_a_waiver_and_a_baseline_hold_with_and_without_origins(
    lint: Lint, repository: Path
) -> None:
    file = str(repository / "b.yaml")
    lint("--write-baseline", file)

    for options in ((), ("--no-provenance",)):
        assert "in the baseline: 1 finding\n" in lint("--baseline", file, *options)


def test_what_was_given_too_little_time_says_how_it_gets_more(
    lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOWAVE_BOUND_ORIGINS", "0.000001")
    out = lint()

    assert VALUE not in out
    assert (
        "\n1 finding without what is behind it: rendering again would take more than 1e-06 s of "
        "the processor (ARGOWAVE_BOUND_ORIGINS=60 gives it a minute)\n"
    ) in out
