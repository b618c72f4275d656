"""Commands where a package is missing: one line says which, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from argowave.commands import COMMANDS

ROOT = Path(__file__).parents[2]
LIBRARIES = ("jinja2", "jsonschema", "jsonschema_rs", "lupa", "yaml", "yaml_rs")
EXTRAS = ("_gojsonnet", "_jsonnet", "boto3", "botocore", "ministack")
# what Python runs at its start, in this process and in every one that it starts
BLOCKING = """
import os, sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in os.environ["BLOCKED"].split():
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
"""
WORDS = {
    "bootstrap": ("dev",),
    "explain": ("wave-gate",),
    "flow": ("dev", "--endpoint", "http://127.0.0.1:9"),
    "lint": ("--no-cache", "dev"),
    "plan": ("dev",),
    "promote": ("dev", "staging"),
    "rehearse": ("dev",),
    "render": ("--check",),
    "report": ("--output", "report.html"),
    "review": ("--into", "review"),
    "rules": ("list",),
    "validate": ("manifest.yaml",),
}
WITHOUT = {"comment", "completion", "doctor", "schemas"}  # commands that need none of them


def argowave(
    blocked: tuple[str, ...], *words: str, folder: Path
) -> subprocess.CompletedProcess[str]:
    (folder / "sitecustomize.py").write_text(BLOCKING, "utf-8")
    (folder / "manifest.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n", "utf-8"
    )
    path = os.pathsep.join([str(folder), str(ROOT / "tools")])
    return subprocess.run(
        [sys.executable, "-m", "argowave", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "BLOCKED": " ".join(blocked)},
        capture_output=True,
        text=True,
        check=False,
    )


def in_repository(command: str) -> tuple[str, ...]:
    stated = () if command in {"rules", "validate"} else ("--repository", str(ROOT))
    return (command, *WORDS.get(command, ()), *stated)


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - WITHOUT))
def test_a_command_names_every_package_that_is_missing(command: str, tmp_path: Path) -> None:
    done = argowave((*LIBRARIES, *EXTRAS), *in_repository(command), folder=tmp_path)

    assert done.returncode == 2
    first, *others = done.stderr.splitlines()
    assert others == []
    assert f"is not installed, and {command} needs it (nor is " in first
    assert set(first.rpartition("pip install ")[2].split()) == {
        *("jinja2", "jsonschema", "jsonschema-rs", "lupa", "pyyaml", "yaml-rs")
    }


def test_one_missing_package_is_named_alone(tmp_path: Path) -> None:
    done = argowave(("jinja2",), *in_repository("render"), folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr == (
        "error: jinja2 is not installed, and render needs it: pip install jinja2\n"
    )


@pytest.mark.parametrize(
    ("command", "module", "message"),
    [
        ("rehearse", "ministack", "pip install 'argowave[rehearse]'"),
        ("flow", "boto3", "pip install 'argowave[flow]'"),
        ("lint", "lupa", "Lua cannot be loaded: No module named 'lupa'\n  pip install lupa\n"),
        ("validate", "jsonschema_rs", "jsonschema-rs is not installed, and validate needs it"),
        ("lint", "jsonschema_rs", "jsonschema-rs is not installed, and lint needs it"),
        (
            "lint",
            "helm_python",
            "pip install helm-python-sdk, or give a helm binary: --helm",
        ),
    ],
)
def test_what_one_command_needs_is_named_with_what_to_install(
    command: str, module: str, message: str, tmp_path: Path
) -> None:
    done = argowave((module,), *in_repository(command), folder=tmp_path)

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_package_that_does_not_load_is_told_from_one_that_is_missing(tmp_path: Path) -> None:
    text = "raise ImportError('libfoo.so: no such file', name='yaml_rs')\n"
    (tmp_path / "yaml_rs.py").write_text(text, "utf-8")

    done = argowave((), *in_repository("lint"), folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr == (
        "error: yaml-rs cannot be loaded, and lint needs it (libfoo.so: no such file): "
        "pip install --force-reinstall 'yaml-rs'\n"
    )


def test_a_module_that_this_python_was_built_without_is_named(tmp_path: Path) -> None:
    done = argowave(("tomllib",), *in_repository("lint"), folder=tmp_path)

    assert done.returncode == 2
    assert done.stderr == (
        "error: this Python has no tomllib, and lint needs it: install one that has it\n"
    )


@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_help_needs_no_package(command: str, tmp_path: Path) -> None:
    done = argowave(
        (*LIBRARIES, *EXTRAS, "helm_python"), *command.split(), "--help", folder=tmp_path
    )

    assert done.returncode == 0
    assert done.stderr == ""


def test_doctor_lists_all_that_is_missing(tmp_path: Path) -> None:
    done = argowave((*LIBRARIES, *EXTRAS, "helm_python"), "doctor", folder=tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        "render and lint need what is missing: jinja2, jsonschema, jsonschema-rs, lupa, pyyaml, "
        "yaml-rs, helm library\n"
    )


def test_doctor_tells_what_it_could_not_ask_from_what_is_missing(tmp_path: Path) -> None:
    done = argowave(("yaml_rs",), "doctor", folder=tmp_path)

    assert done.returncode == 1
    assert "helm library  installed; its version cannot be asked without yaml_rs\n" in done.stdout
    assert done.stderr == "render and lint need what is missing: yaml-rs\n"
