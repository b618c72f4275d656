"""`argowave doctor` as a process, on a PATH that holds only what a test puts there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.doctor.libraries import LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).parents[2]


def doctor(
    path: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("HOME", "SYSTEMROOT") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "argowave", "doctor", *arguments],
        env={**kept, "PATH": str(path), "PYTHONPATH": str(REPOSITORY / "tools"), **(env or {})},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def probes(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {probe["name"]: probe for probe in json.loads(done.stdout)["probes"]}


def put_program(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)


def test_a_machine_without_any_other_program_can_render_and_lint(tmp_path: Path) -> None:
    done = doctor(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "helm          not found; only the parity tests compare with it\n" in done.stdout
    assert (
        "kubectl       not found; bootstrap runs it: https://kubernetes.io/docs/tasks/tools/\n"
        in done.stdout
    )


def test_every_probe_is_in_the_json(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--format", "json")

    assert json.loads(done.stdout)["well"] is True
    found = probes(done)
    assert list(found)[:2] == ["python", "argowave"]
    assert re.fullmatch(r"v4\.\d+\.\d+", found["helm library"]["found"])
    assert found["schemas"]["found"].startswith("1.30: ")
    assert "1.37: " in found["schemas"]["found"]
    assert found["kube context"] == {
        "name": "kube context",
        "found": None,
        "needed": False,
        "remedy": "only bootstrap needs one: kubectl config use-context NAME",
    }


def test_programs_are_shown_with_their_version_and_place(tmp_path: Path) -> None:
    put_program(tmp_path, "helm", "echo v9.8.7")
    put_program(tmp_path, "nox", "echo 2031.1.1 >&2")
    put_program(
        tmp_path, "kubectl", 'if [ "$1" = config ]; then echo kind-kind; else echo Client: v1; fi'
    )

    found = probes(doctor(tmp_path, "--format", "json"))

    assert found["helm"]["found"] == f"v9.8.7 ({tmp_path}/helm)"
    assert found["nox"]["found"] == f"2031.1.1 ({tmp_path}/nox)"
    assert found["kubectl"]["found"] == f"Client: v1 ({tmp_path}/kubectl)"
    assert found["kube context"]["found"] == "kind-kind"


def test_a_program_that_fails_counts_as_not_found(tmp_path: Path) -> None:
    put_program(tmp_path, "helm", "echo broken; exit 3")

    assert probes(doctor(tmp_path, "--format", "json"))["helm"]["found"] is None


def test_no_cluster_is_contacted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    put_program(tmp_path, "kubectl", f'echo "$*" >> {log}')

    doctor(tmp_path)

    asked = sorted(log.read_text("utf-8").splitlines())
    assert asked == ["config current-context", "version --client"]


def test_a_program_that_hangs_is_given_up(tmp_path: Path) -> None:
    put_program(tmp_path, "helm", "exec /bin/sleep 60")
    started = time.monotonic()

    found = probes(doctor(tmp_path, "--format", "json"))

    assert found["helm"]["found"] is None
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("module", "name"), [("helm_python", "helm library"), ("lupa", "lupa"), ("jinja2", "jinja2")]
)
def test_a_missing_library_is_named_with_what_to_do(tmp_path: Path, module: str, name: str) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / f"{module}.py").write_text("raise ImportError\n", "utf-8")

    env = {"PYTHONPATH": os.pathsep.join([str(broken), str(REPOSITORY / "tools")])}
    done = doctor(tmp_path, env=env)

    assert done.returncode == 1
    assert f"{name:<13} MISSING; ./nox installs it in a clone; elsewhere: pip" in done.stdout
    assert done.stderr == f"render and lint need what is missing: {name}\n"


def test_jsonnet_is_shown_with_its_version_and_missed_by_nobody(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for module in ("_gojsonnet", "_jsonnet"):
        (broken / f"{module}.py").write_text("raise ImportError\n", "utf-8")
    path = os.pathsep.join([str(broken), str(REPOSITORY / "tools")])

    with_it, without = doctor(tmp_path), doctor(tmp_path, env={"PYTHONPATH": path})

    assert re.search(
        r"^jsonnet       (go-jsonnet|the C\+\+ implementation) v0\.\d+",
        with_it.stdout,
        re.MULTILINE,
    )
    assert without.returncode == 0
    assert (
        "jsonnet       not found; Jsonnet in directory sources needs it, and go-jsonnet is what "
        "Argo CD has: pip install 'argowave[jsonnet]'\n"
    ) in without.stdout


def test_a_library_that_ends_its_process_is_missing(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "helm_python.py").write_text("import os; os.abort()\n", "utf-8")

    env = {"PYTHONPATH": os.pathsep.join([str(broken), str(REPOSITORY / "tools")])}
    done = doctor(tmp_path, env=env)

    assert done.returncode == 1
    assert "helm library  MISSING" in done.stdout


def test_a_library_that_fails_as_no_import_should_is_missing(tmp_path: Path) -> None:
    (tmp_path / "jsonschema.py").write_text("raise TypeError('of another version')\n", "utf-8")

    env = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(REPOSITORY / "tools")])}
    done = doctor(tmp_path, env=env)

    assert done.returncode == 1
    assert done.stderr == "render and lint need what is missing: jsonschema\n"


def test_every_dependency_of_the_project_is_looked_for() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[=<>~!]", dependency)[0] for dependency in project["dependencies"]}

    assert {*LIBRARIES, "helm-python-sdk"} == names
