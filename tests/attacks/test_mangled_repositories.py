"""Whatever a repository holds, a command says something, ends, and writes nothing."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.report import FORMATS
from attacks.mangling import mangle
from this_repository import copy_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
SHAPES = sorted(
    path
    for folder in (CASES / "sound", *(CASES / "lint" / "repositories").iterdir())
    for path in folder.iterdir()
    if path.is_dir()
)
IDENTITY = (
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.org",
    "-c",
    "core.autocrlf=false",
    "-c",
    "maintenance.auto=false",
)
HANGING = 120  # seconds after which the process is ended, and says where it was


@pytest.fixture(autouse=True)
def ends() -> Iterator[None]:
    """Ends the process where a command does not end."""
    faulthandler.dump_traceback_later(HANGING, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def plain(folder: Path) -> Path:
    """Return a copy of a repository that is no more than Argo CD needs."""
    case = CASES / "lint" / "repositories" / "valid" / "plain"
    return Path(shutil.copytree(case, folder / "repository"))


def listed(folder: Path) -> list[tuple[str, int, int]]:
    """Return every path with its size and the time of its last change."""
    found = []
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        found.append((os.fsencode(path).hex(), stat.st_size, stat.st_mtime_ns))
    return found


def commit(repository: Path) -> None:
    """Make a repository one of git, so that there is a state to compare with."""
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=x"]):
        subprocess.run(["git", *IDENTITY, *command], cwd=repository, check=True)


def run(repository: Path, chance: random.Random) -> None:
    kept = str(repository.parent / "kept")
    out = str(repository.parent / "out")
    here = ["--repository", str(repository)]
    charts = ["--chart-cache", str(repository.parent / "charts")]
    commands = (
        ["lint", *here, *charts, "--output", chance.choice(FORMATS), "--cache-dir", kept],
        ["lint", *here, *charts, "--root", str(repository / "root.yaml"), "--require-all"],
        ["tree", *here, *charts],
        ["plan", *here, *charts],
        ["graph", *here, *charts],
        ["manifests", *here, *charts],
        ["validate", str(repository)],
        ["render", "--check", *here],
        ["diff", *here, *charts, "--format", chance.choice(("text", "json", "markdown"))],
        *chance.sample(
            (
                ["review", *here, *charts, "--into", out, "--cache-dir", kept],
                ["report", *here, *charts, "--base", "HEAD", "-o", f"{out}.html"],
                ["upgrade", *here, *charts, "--kubernetes-version", "1.37"],
                ["projects", *here, *charts, "--minimal"],
                ["parity", *here, *charts],
                ["explain", *here, *charts, "ConfigMap/a"],
                ["fetch", "--check", *here, *charts],
                ["promote", "dev", "staging", "--dry-run", "--yes", *here, *charts],
            ),
            3,
        ),
    )
    before = listed(repository)
    for command in commands:
        code: object
        try:
            code = main(command)
        except SystemExit as ended:  # an argument that this command does not have
            code = ended.code
        assert code in (0, 1, 2), command
        assert listed(repository) == before, command
    beside = {path.name for path in repository.parent.iterdir()}
    assert beside <= {repository.name, "kept", "charts", "user", "out", "out.html"}


@pytest.fixture
def quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Keeps the user's own cache out of it, and the output."""
    del capfd
    monkeypatch.delenv("ARGOWAVE_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("seed", range(24))
def test_no_mangled_repository_crashes_hangs_or_is_written_to(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 (the same repositories every time)
    repository = tmp_path / "repository"
    if seed % 4 == 0:
        repository.mkdir()
        copy_repository(repository, settings=True)
    else:
        shutil.copytree(chance.choice(SHAPES), repository, symlinks=True)
    commit(repository)
    mangle(repository, chance, chance.randrange(1, 6))
    run(repository, chance)


@pytest.mark.usefixtures("quiet")
def test_a_list_with_an_item_that_is_no_object_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = plain(tmp_path)
    (repository / "plain" / "list.yaml").write_text("apiVersion: v1\nkind: List\nitems: [[], 1]\n")
    code = main(["lint", "--repository", str(repository)])

    assert code == 1
    message = "plain/list.yaml:3 an item of the List is no object, so Argo CD can read none of them"
    assert message in capfd.readouterr().out


@pytest.mark.usefixtures("quiet")
def test_a_script_that_is_a_folder_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = copy_repository(tmp_path / "repository", settings=True)
    (repository / "infra" / "x.lua").mkdir(parents=True)
    (repository / "infra" / "y.lua").symlink_to("y.lua")
    code = main(["lint", "dev", "--repository", str(repository)])
    out = capfd.readouterr().out

    assert code == 1
    assert "infra/x.lua cannot be read: Is a directory (lua, error)\n" in out
    assert "infra/y.lua cannot be read: Too many levels of symbolic links (lua, error)\n" in out


@pytest.mark.usefixtures("quiet")
def test_a_pipe_in_place_of_an_environment_is_not_waited_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = copy_repository(tmp_path / "repository", settings=True)
    (repository / "environments" / "dev" / "environment.yaml").unlink()
    os.mkfifo(repository / "environments" / "dev" / "environment.yaml")

    assert main(["lint", "--repository", str(repository)]) == 2
    message = "error: environments/dev/environment.yaml: cannot be read: is no regular file\n"
    assert capfd.readouterr().err == message


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("command", ["lint", "tree", "plan", "manifests"])
def test_a_root_that_links_to_itself_is_named(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root.yaml"
    root.symlink_to("root.yaml")

    assert main([command, "--repository", str(tmp_path), "--root", str(root)]) == 2
    assert f"error: {root}: is " in capfd.readouterr().err


@pytest.mark.usefixtures("quiet")
def test_thousands_of_files_names_that_differ_in_case_and_ten_megabytes(tmp_path: Path) -> None:
    repository = plain(tmp_path)
    folder = repository / "plain"
    for number in range(2000):
        (folder / f"m{number}.yaml").write_text(
            f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{number}}}\n"
        )
    with contextlib.suppress(OSError):
        (folder / "M1.yaml").write_text("kind: [\n")
    (folder / "large.yaml").write_text("kind: ConfigMap\napiVersion: v1\nmetadata: {name: l}\n"
                                       f"data:\n  a: {'x' * 10_000_000}\n")  # fmt: skip
    assert main(["lint", "--repository", str(repository)]) == 1


@pytest.mark.usefixtures("quiet")
def test_a_template_that_makes_what_is_not_rendered_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = copy_repository(tmp_path / "repository", settings=True)
    (repository / "apps" / "dynamodb-admin.yaml").write_text("kind: Thing\nmetadata: {name: x}\n")
    code = main(["parity", "--repository", str(repository)])

    assert code == 1
    message = "Thing/x is made by a template and is not in rendered/: run argowave render dev"
    assert message in capfd.readouterr().out


@pytest.mark.usefixtures("quiet")
def test_a_difference_does_not_wait_for_a_pipe_beside_manifests(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = plain(tmp_path)
    commit(repository)
    os.mkfifo(repository / "plain" / "pipe")
    code = main(["diff", "--repository", str(repository)])

    assert (code, capfd.readouterr().out) == (0, "repository: no change\n")
