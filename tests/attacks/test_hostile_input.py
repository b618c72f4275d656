"""A user who means harm, or is clumsy, gets one clear sentence and exit code 2 or 1."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {ports: [{port: NUMBER}]}\n"
PLAIN = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"


def run_shell(script: str, path: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", "-c", script, "sh", sys.executable, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "x.yaml"
    path.write_text(PLAIN)
    return path


def test_a_number_of_six_thousand_digits_is_reported_and_not_a_crash(manifest: Path) -> None:
    manifest.write_text(SERVICE.replace("NUMBER", "9" * 6000))
    done = run_shell('"$1" -m argowave validate "$2"', manifest)
    assert done.returncode == 1
    assert f"{manifest}:4 - Service x is invalid: $.spec.ports[0].port: is a string" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_kind_that_nothing_can_have_is_looked_for_nowhere(manifest: Path) -> None:
    manifest.write_text('apiVersion: v1\nkind: "a\\e\\nb"\nmetadata: {name: x}\n')
    location = "http://127.0.0.1:1/{{.ResourceKind}}.json"
    done = run_shell(f'"$1" -m argowave validate --schema-location "{location}" "$2"', manifest)
    assert done.returncode == 1
    assert "no schema for v1/a\\x1b b: 1 manifest" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_standard_input_is_an_empty_one(manifest: Path) -> None:
    done = run_shell('"$1" -m argowave validate - <&-', manifest)
    assert done.returncode == 2
    assert "error: nothing was checked: no manifest in standard input" in done.stderr


def test_a_closed_standard_output_does_not_change_the_verdict(manifest: Path) -> None:
    done = run_shell('"$1" -m argowave validate "$2" >&-', manifest)
    assert done.returncode == 0
    assert "1 valid" in done.stderr


def test_a_full_disk_is_named(manifest: Path) -> None:
    manifest.write_text((PLAIN + "---\n") * 300)
    script = '"$1" -m argowave validate --verbose --output json "$2" >/dev/full'
    done = run_shell(script, manifest)
    assert done.returncode == 2
    assert "error: the output cannot be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pipe_in_a_folder_is_named_and_not_waited_for(manifest: Path) -> None:
    pipe = manifest.with_name("pipe.yaml")
    os.mkfifo(pipe)
    done = run_shell('"$1" -m argowave validate "$2"', manifest.parent)
    assert done.returncode == 2
    assert done.stderr == f"error: {pipe}: is no regular file\n"


def test_a_name_cannot_steer_the_terminal(manifest: Path) -> None:
    done = run_shell('"$1" -m argowave validate "$2"', manifest.with_name("a\x1b[31m.yaml"))
    assert done.returncode == 2
    assert "a\\x1b[31m.yaml: cannot be read: No such file or directory" in done.stderr


def test_a_device_without_end_is_given_up(manifest: Path) -> None:
    done = run_shell('"$1" -m argowave validate /dev/zero', manifest)
    assert done.returncode == 1
    assert done.stdout == "/dev/zero:1 - failed validation: is larger than 100 MB\n"


@pytest.mark.parametrize("module", ["typing", "argparse"])  # the first, and a later one
def test_an_interrupt_while_modules_are_imported_leaves_no_trace(
    tmp_path: Path, module: str
) -> None:
    (tmp_path / f"{module}.py").write_text("raise KeyboardInterrupt\n")
    script = 'PYTHONPATH="$2:$PYTHONPATH" "$1" -m argowave --help'
    command = ["sh", "-c", script, "sh", sys.executable, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def test_a_limit_of_a_files_size_is_named(manifest: Path) -> None:
    manifest.write_text((PLAIN + "---\n") * 300)
    script = 'ulimit -f 1; "$1" -m argowave validate --verbose --output json "$2" >"$2.out"'
    done = run_shell(script, manifest)
    assert done.returncode == 2
    assert done.stderr.endswith("error: the output cannot be written: File too large\n")
