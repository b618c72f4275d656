"""What somebody sees who runs a command where it has nothing to look at: what to do instead."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from this_repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n"
NOTHING = (
    "error: no file here holds an Application\n"
    "  is it in another folder? Name that with --repository; manifests without Argo CD are "
    "checked by: argowave validate FOLDER\n"
)


def argowave(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "argowave", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["lint", "plan", "tree", "graph", "fetch", "report"])
def test_an_empty_folder_is_told_where_to_go(tmp_path: Path, command: str) -> None:
    done = argowave(tmp_path, command)

    assert (done.returncode, done.stdout, done.stderr) == (2, "", NOTHING)


def test_a_clone_without_argo_cd_is_told_what_checks_its_manifests(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(CONFIG, "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)

    assert argowave(tmp_path, "lint").stderr == NOTHING
    assert argowave(tmp_path, "validate", ".").returncode == 0


def test_a_chart_is_told_how_what_it_renders_is_checked(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "workloads" / "dynamodb-admin", tmp_path, dirs_exist_ok=True)
    done = argowave(tmp_path, "lint")

    assert done.returncode == 2
    assert done.stderr == (
        "error: this is a Helm chart, and no file in it holds an Application of Argo CD\n"
        "  helm template . | argowave validate - checks what it renders\n"
    )


def test_a_path_in_place_of_an_environment_is_told_what_looks_at_it(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(CONFIG, "utf-8")

    assert argowave(tmp_path, "lint", "one.yaml").stderr == (
        "error: one.yaml: is a path, where the name of an environment was expected\n"
        "  argowave validate one.yaml checks manifests in files and folders; --root one.yaml "
        "starts from the root Application in it\n"
    )
    (tmp_path / "apps").mkdir()
    assert argowave(tmp_path, "lint", "apps").stderr == (
        "error: apps: is a path, where the name of an environment was expected\n"
        "  argowave validate apps checks manifests in files and folders; --repository apps names a "
        "repository\n"
    )


APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: one, namespace: argocd}
spec:
  project: default
  destination: {server: "https://kubernetes.default.svc", namespace: one}
  source: {repoURL: "https://git.example.org/one.git", path: one, targetRevision: main}
"""


@pytest.mark.parametrize(
    ("where", "path"),
    [("one", "."), ("one", "./"), (".", "./one"), (".", "one/"), ("two", "../one")],
)
@pytest.mark.parametrize("command", ["lint", "tree", "plan"])
def test_a_path_in_place_of_environments_is_the_repository(
    tmp_path: Path, command: str, where: str, path: str
) -> None:
    for folder in ("one/one", "two"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "one" / "app.yaml").write_text(APPLICATION, "utf-8")
    (tmp_path / "one" / "one" / "config.yaml").write_text(CONFIG, "utf-8")
    remote = ("remote", "add", "origin", "https://git.example.org/one.git")
    for words in (("init", "-q"), remote):
        subprocess.run(["git", *words], cwd=tmp_path / "one", check=True)
    there = argowave(tmp_path / "one", command)
    done = argowave(tmp_path / where, command, path)

    assert "one" in there.stdout
    assert (done.returncode, done.stdout, done.stderr) == (0, there.stdout, there.stderr)


def test_a_path_into_a_clone_is_its_whole_clone_as_in_that_folder(tmp_path: Path) -> None:
    (tmp_path / "one" / "one").mkdir(parents=True)
    (tmp_path / "one" / "app.yaml").write_text(APPLICATION, "utf-8")
    (tmp_path / "one" / "one" / "config.yaml").write_text(CONFIG, "utf-8")
    for words in (("init", "-q"), ("add", ".")):
        subprocess.run(["git", *words], cwd=tmp_path / "one", check=True)
    done = argowave(tmp_path, "lint", "one/one")

    assert done.stderr.startswith(
        f"looking at the whole clone {(tmp_path / 'one').as_posix()}, as paths in Applications "
        "begin at its top; --repository one/one looks at this folder alone\n"
    )


def test_an_environment_where_there_are_none_is_refused(tmp_path: Path) -> None:
    done = argowave(tmp_path, "lint", "dev")

    assert done.returncode == 2
    assert done.stderr == (
        f"error: there is no environment 'dev': {tmp_path.as_posix()} has no environments/\n"
        "  without a name, every Application in the repository is looked at\n"
    )


def test_an_instance_of_argo_cd_is_named_as_the_summary_calls_it(tmp_path: Path) -> None:
    for cluster in ("east", "west"):
        (tmp_path / cluster / "shop").mkdir(parents=True)
        shop = APPLICATION.replace("path: one", f"path: {cluster}/shop")
        (tmp_path / cluster / "app.yaml").write_text(shop, "utf-8")
        (tmp_path / cluster / "shop" / "config.yaml").write_text(CONFIG, "utf-8")
    both, one, none = (argowave(tmp_path, "lint", *words) for words in ((), ("west",), ("wast",)))

    assert [each.partition(":")[0] for each in both.stdout.splitlines() if "1 Appl" in each] == [
        "east",
        "west",
    ]
    assert "west: 1 Application" in one.stdout
    assert "east" not in one.stdout
    assert none.returncode == 2
    assert none.stderr == (
        "error: there is neither an environment nor an Argo CD instance 'wast'\n"
        "  did you mean west?\n"
    )


def test_a_folder_of_that_name_alone_holds_none(tmp_path: Path) -> None:
    (tmp_path / "environments" / "dev").mkdir(parents=True)
    done = argowave(tmp_path, "lint", "dev")

    assert done.stderr.startswith(
        f"error: there is no environment 'dev': {tmp_path.as_posix()} has an environments/ that "
        "is not for `argowave render`\n"
    )


def test_validate_without_anything_to_read_says_what_to_name(tmp_path: Path) -> None:
    done = argowave(tmp_path, "validate")

    assert done.returncode == 2
    assert done.stderr.endswith(
        "error: nothing was checked: no manifest in standard input\n"
        "  name files or folders, or pipe manifests in: argowave validate FOLDER\n"
    )
