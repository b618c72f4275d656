from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

GOOD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: good\n"
BAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\ndata:\n  key: 1\n"
UNKNOWN = "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\n"
BAD_LINE = "bad.yaml:6 - ConfigMap bad is invalid: $.data.key: is an integer (1), the schema wants a string\n"  # noqa: E501 (one line of output)

NO_WIDGET = "no schema for example.com/v1/Widget: 1 manifest; `argowave schemas add` takes CRDs"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a runner of `argowave validate` in a folder of three files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for name, text in (("good", GOOD), ("bad", BAD), ("unknown", UNKNOWN)):
        Path(f"{name}.yaml").write_text(text)

    def command(*words: str) -> tuple[int, str, str]:
        code = main(["validate", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def test_what_is_well_says_nothing_but_the_counts(run: Run) -> None:
    assert run("good.yaml") == (0, "", "1 manifest in 1 file: 1 valid, 0 invalid, 0 skipped\n")


def test_the_counts_are_part_of_the_answer_when_asked_for(run: Run) -> None:
    assert run("--summary", "good.yaml") == (
        0,
        "1 manifest in 1 file: 1 valid, 0 invalid, 0 skipped\n",
        "",
    )


def test_verbose_shows_what_is_well_too(run: Run) -> None:
    code, out, _ = run("--verbose", "--skip", "Widget", ".")

    assert code == 1
    assert out == (
        f"{BAD_LINE}good.yaml - ConfigMap good is valid\nunknown.yaml - Widget w skipped as asked\n"
    )


def test_findings_end_with_1_and_missing_schemas_are_counted_by_name(run: Run) -> None:
    code, out, err = run(".")

    assert code == 1
    assert out == (
        f"{BAD_LINE}unknown.yaml:1 - Widget w failed validation: "
        "there is no schema for example.com/v1 Widget\n"
    )
    assert err == (f"{NO_WIDGET}\n3 manifests in 3 files: 1 valid, 1 invalid, 1 error, 0 skipped\n")


def test_missing_schemas_that_are_ignored_are_still_counted(run: Run) -> None:
    code, out, err = run("--ignore-missing-schemas", "good.yaml", "unknown.yaml")

    assert (code, out) == (0, "")
    assert f"{NO_WIDGET}\n" in err
    assert err.endswith("2 manifests in 2 files: 1 valid, 0 invalid, 1 skipped\n")


@pytest.mark.parametrize("skip", [["--skip", "Widget"], ["--ignore-missing-schemas"]])
def test_a_run_that_checks_nothing_fails(skip: list[str], run: Run) -> None:
    code, _, err = run(*skip, "unknown.yaml")

    assert code == 2
    assert "error: nothing was checked: every manifest was skipped" in err


def test_an_empty_folder_fails(run: Run) -> None:
    Path("empty").mkdir()
    Path("comment.yaml").write_text("# nothing\n")

    assert run("empty")[0] == 2
    code, _, err = run("comment.yaml")
    assert code == 2
    assert "error: nothing was checked: no manifest in 1 file\n" in err


def test_a_path_that_does_not_exist_stops_before_anything_is_checked(run: Run) -> None:
    assert run("bad.yaml", "absent") == (
        2,
        "",
        "error: absent: cannot be read: No such file or directory\n",
    )


def test_kubeconforms_spelling_with_one_dash_works(run: Run) -> None:
    code, out, _ = run(
        "-strict", "-summary", "-output", "json", "-kubernetes-version", "1.36.1", "-n", "4",
        "-skip=Widget", "-ignore-filename-pattern", "bad", ".",
    )  # fmt: skip

    assert code == 0
    assert json.loads(out)["summary"]["valid"] == 1


def test_strictness_can_be_turned_off(run: Run) -> None:
    Path("good.yaml").write_text(GOOD + "dta: {}\n")

    assert run("good.yaml")[0] == 1
    assert run("--no-strict", "good.yaml")[0] == 0


def test_a_duplicate_key_passes_only_without_strictness(run: Run) -> None:
    Path("good.yaml").write_text(GOOD + "data:\n  a: b\n  a: c\n")

    assert run("good.yaml")[0] == 1
    assert run("--no-strict", "good.yaml")[0] == 0


def test_an_unknown_kubernetes_version_is_refused(run: Run) -> None:
    code, out, err = run("--kubernetes-version", "1.9", "good.yaml")

    assert (code, out) == (2, "")
    assert err.startswith("error: there are no schemas for Kubernetes 1.9\n  there are some for 1.")


def test_rejected_kinds_are_errors(run: Run) -> None:
    code, out, _ = run("--reject", "v1/ConfigMap", "good.yaml")

    assert code == 1
    assert "good.yaml:1 - ConfigMap good failed validation: kind ConfigMap of v1 is rejected" in out


def test_a_schema_location_adds_kinds(run: Run) -> None:
    schema = {"type": "object", "properties": {"spec": {"type": "object"}}}
    Path("widget-example-v1.json").write_text(json.dumps(schema))
    template = "{{ .ResourceKind }}{{ .KindSuffix }}.json"
    both = ("--schema-location", "default", "--schema-location", template)

    assert run(*both, "--no-strict", "good.yaml", "unknown.yaml")[0] == 0


@pytest.mark.parametrize("words", [[], ["-"]])
def test_standard_input_is_read(
    words: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{GOOD}---\n{BAD}".encode())))
    code, out, err = run(*words)

    assert code == 1
    assert out.startswith("stdin:11 - ConfigMap bad is invalid: $.data.key: is an integer (1)")
    assert err.startswith("2 manifests in 1 file: 1 valid, 1 invalid")


def test_standard_input_beside_other_paths_is_refused(run: Run) -> None:
    code, _, err = run("-", "good.yaml")

    assert code == 2
    assert err == "error: - is standard input and cannot be given together with other paths\n"


def test_every_format_holds_the_same_finding(run: Run) -> None:
    message = "is an integer (1), the schema wants a string"
    resource = json.loads(run("--output", "json", ".")[1])["resources"][0]
    report = ET.fromstring(run("--output", "junit", ".")[1])  # noqa: S314 (written just now)
    case = report.find(".//failure")

    assert resource["validationErrors"][0]["msg"] == message
    assert case is not None
    assert message in case.attrib["message"]
    line = f"not ok 1 - bad.yaml (v1/ConfigMap//bad): $.data.key: {message}\n"
    assert line in run("-output=tap", ".")[1]


def test_a_file_name_that_is_no_text_is_shown_escaped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.yaml")).write_text(BAD)
    run = subprocess.run(
        [sys.executable, "-m", "argowave", "validate", "."],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
    )

    assert run.returncode == 1
    assert run.stdout.startswith(b"caf\\udce9.yaml:6 - ConfigMap bad is invalid")


def test_for_a_hook_what_is_no_manifest_is_skipped(run: Run) -> None:
    Path("chart/templates/deep").mkdir(parents=True)
    Path("templates").mkdir()
    Path("chart/Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 1.0.0\n")
    Path("chart/values.yaml").write_text("replicas: 1\n")
    Path("chart/templates/deep/d.yaml").write_text("{{ if }}: [\n")
    Path("chart/files").mkdir()
    Path("chart/files/f.yaml").write_text("{{ if }}: [\n")
    Path("ci.yaml").write_text("on: push\n---\n- a list\n")
    Path("templates/bad.yaml").write_text(BAD)  # no chart's
    Path("kindless.yaml").write_text("apiVersion: v1\nmetadata: {name: a}\n")
    files = (
        *("chart/values.yaml", "chart/templates/deep/d.yaml", "chart/files/f.yaml", "ci.yaml"),
        *("good.yaml", "templates/bad.yaml", "kindless.yaml"),
    )

    code, out, err = run("--manifests-only", *files)

    assert code == 1
    assert out.splitlines() == [
        f"templates/{BAD_LINE.strip()}",
        "kindless.yaml:1 - a failed validation: has no kind",
    ]
    assert "1 valid, 1 invalid, 1 error, 3 skipped" in err


def test_for_a_hook_a_charts_own_files_are_no_manifests(run: Run) -> None:
    Path("Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    Path("values.yaml").write_text("kind: DaemonSet\nimage: {tag: v1}\n")

    code, out, err = run("--manifests-only", "Chart.yaml", "values.yaml")

    assert (code, out) == (0, "")
    assert "0 valid, 0 invalid, 2 skipped" in err


PATCH = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2}\n"


@pytest.fixture
def overlay(run: Run) -> Run:
    """Return what validates beside an overlay that patches with files of its own and others'."""
    Path("overlays/prod").mkdir(parents=True)
    Path("patches").mkdir()
    Path("overlays/prod/kustomization.yaml").write_text(
        "patches: [{path: replicas.yaml}, {path: ../../patches/shared.yaml}]\n"
    )
    for name in ("overlays/prod/replicas.yaml", "patches/shared.yaml", "patches/alone.yaml"):
        Path(name).write_text(PATCH)
    return run


def test_for_a_hook_a_patch_is_no_whole_manifest(overlay: Run) -> None:
    code, out, err = overlay("--manifests-only", "overlays", "patches/shared.yaml")

    assert (code, out) == (0, "")
    assert "in 1 file" in err


def test_for_a_hook_a_patch_is_known_where_git_has_the_kustomization(overlay: Run) -> None:
    files = ("patches/shared.yaml", "patches/alone.yaml")
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "."], check=True)

    code, out, _ = overlay("--manifests-only", *files)

    assert code == 1
    assert {line.partition(":")[0] for line in out.splitlines()} == {"patches/alone.yaml"}


def test_for_a_hook_a_patch_that_is_a_resource_too_is_a_manifest(overlay: Run) -> None:
    Path("overlays/kustomization.yaml").write_text("resources: [prod/replicas.yaml]\n")

    assert (
        "overlays/prod/replicas.yaml:4 - Deployment a is invalid"
        in (overlay("--manifests-only", "overlays")[1])
    )


def test_for_a_hook_what_sops_encrypts_is_skipped(run: Run) -> None:
    Path("secret.yaml").write_text(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: b}\nsops: {mac: m}\n"
    )

    assert run("--manifests-only", "secret.yaml")[0] == 0
    assert run("secret.yaml")[0] == 1


def test_for_a_hook_nothing_to_check_is_well(run: Run) -> None:
    Path("values.yaml").write_text("replicas: 1\n")

    assert run("--manifests-only", "values.yaml")[0] == 0
    assert run("values.yaml")[0] == 1
