"""The toolchain's image: what of its steps runs without a container engine, and what comes of it.

The stages that take Go and apt, and what a runtime does with mounts, are not run here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest

from images.dockerfile import ROOT, read_instructions, run_build

if TYPE_CHECKING:
    from pathlib import Path

INSTRUCTIONS = read_instructions("toolchain/Dockerfile")
STEPS = [words for instruction, words in INSTRUCTIONS if instruction == "RUN"]
LISTED = [
    line.partition(";")[0]
    for line in (ROOT / "images" / "toolchain" / "requirements.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the virtual environment that the Dockerfile's steps make."""
    return run_build("toolchain/Dockerfile", tmp_path_factory.mktemp("image"))


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """Return a repository that is a clone, as one is mounted."""
    source = ROOT / "tests" / "cases" / "lint" / "repositories" / "valid" / "plain"
    repository = shutil.copytree(source, tmp_path / "repo")
    git = ("git", "-C", str(repository), "-c", "user.name=n", "-c", "user.email=e@example.org")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "one")):
        subprocess.run([*git, *words], check=True)
    return repository


def settings(folder: Path) -> Path:
    """Return the machine's settings of git, as the image's step writes them."""
    (step,) = (words for words in STEPS if words.startswith("git config"))
    path = folder / "gitconfig"
    environment = {**os.environ, "GIT_CONFIG_SYSTEM": str(path)}
    subprocess.run(["/bin/sh", "-ec", step], env=environment, check=True)
    return path


def argowave(
    installed: Path, *words: str, folder: Path, cache: Path, gitconfig: Path
) -> subprocess.CompletedProcess[str]:
    """Run the image's command with the image's variables, in a repository of somebody else."""
    variables = {
        "PATH": f"{installed / 'bin'}:{os.environ['PATH']}",
        "HOME": str(cache),
        "XDG_CACHE_HOME": str(cache),
        "GIT_CONFIG_SYSTEM": str(gitconfig),
        "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [installed / "bin" / "argowave", *words],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_the_image_installs_lints_a_mounted_repository(
    installed: Path, mounted: Path, tmp_path: Path
) -> None:
    gitconfig, cache = settings(tmp_path), tmp_path / "cache"
    done = argowave(installed, "lint", folder=mounted, cache=cache, gitconfig=gitconfig)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 manifests in 2 files: 3 valid, 0 invalid, 0 skipped\n" in done.stdout
    assert (cache / "argowave" / "lint").is_dir()


def test_git_reads_a_repository_of_somebody_else(
    installed: Path, mounted: Path, tmp_path: Path
) -> None:
    words, cache = ("diff", "HEAD"), tmp_path / "cache"
    (tmp_path / "empty").write_text("", "utf-8")
    refused = argowave(installed, *words, folder=mounted, cache=cache, gitconfig=tmp_path / "empty")
    done = argowave(installed, *words, folder=mounted, cache=cache, gitconfig=settings(tmp_path))

    assert "dubious ownership" in refused.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    assert "dubious" not in done.stderr


def test_a_cache_that_cannot_be_written_is_done_without(
    installed: Path, mounted: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = argowave(
        *(installed, "lint"),
        folder=mounted,
        cache=tmp_path / "file" / "cache",
        gitconfig=settings(tmp_path),
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_installed_versions_are_the_listed_ones_and_satisfy_the_project(
    installed: Path, mounted: Path, tmp_path: Path
) -> None:
    (site,) = installed.glob("lib/python*/site-packages")
    found = {path.name.removesuffix(".dist-info") for path in site.glob("*.dist-info")}
    listed = {line.replace("==", "-") for line in LISTED}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["jsonnet"][0]
    wanted = {re.split(r"[=<>~!;]", each)[0] for each in (*project["dependencies"], extra)}

    assert {re.sub(r"_(?=.*-\d)", "-", name) for name in found} - listed == {"argowave-0.1.0"}
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line) for line in LISTED)
    assert wanted <= {line.partition("==")[0] for line in LISTED}
    doctor = argowave(
        installed, "doctor", folder=mounted, cache=tmp_path, gitconfig=tmp_path / "none"
    )
    assert doctor.returncode == 0, doctor.stdout
    assert re.search(r"^jsonnet       go-jsonnet v0\.22", doctor.stdout, re.MULTILINE)


def test_the_image_is_pinned_runs_as_nobody_and_starts_in_the_mounted_folder() -> None:
    bases = [words.split()[0] for instruction, words in INSTRUCTIONS if instruction == "FROM"]
    image = r"(python|golang):\d+\.\d+\.\d+-(slim-)?trixie(@sha256:[0-9a-f]{64})?"

    assert len(bases) == 3
    assert all(re.fullmatch(image, base) for base in bases)
    assert bases[1] == bases[2]
    assert ["VOLUME", "/cache"] in INSTRUCTIONS
    assert "mkdir --mode 1777 /cache" in STEPS
    assert INSTRUCTIONS[-4:] == [
        ["WORKDIR", "/repo"],
        ["USER", "65532:65532"],
        ["ENTRYPOINT", '["argowave"]'],
        ["CMD", '["--help"]'],
    ]


def test_its_kustomize_is_the_one_that_the_tests_run() -> None:
    (built,) = (words.split()[-1] for words in STEPS if "go install" in words)

    assert f'"{built}"' in (ROOT / "noxfile.py").read_text("utf-8")
