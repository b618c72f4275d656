"""What is published: a small wheel that works where it is unpacked, and what makes it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from argowave import __version__

ROOT = Path(__file__).parents[2]
STRANGER = ROOT / "tests" / "cases" / "lint" / "repositories" / "invalid" / "unknown-field"
LARGEST = 2_300_000  # bytes of a wheel, which has 2.1 million; half of them are schemas


def build(project: Path, folder: Path, *kinds: str) -> None:
    words = [word for kind in kinds for word in ("-t", kind)]
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), *words]
    subprocess.run(command, cwd=project, check=True, capture_output=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a wheel and an sdist of this project."""
    folder = tmp_path_factory.mktemp("dist")
    build(ROOT, folder, "wheel", "sdist")
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files, as a package index's client would unpack them."""
    folder = tmp_path_factory.mktemp("site")
    shutil.unpack_archive(wheel, folder, "zip")
    return folder


def run(installed: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    environment.pop("ARGOWAVE_NO_CACHE", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_for_every_machine_and_small(wheel: Path) -> None:
    assert wheel.name == f"argowave-{__version__}-py3-none-any.whl"
    assert wheel.stat().st_size < LARGEST


def package() -> set[str]:
    """Return the package's files, as paths below tools/."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "tools/argowave"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    named = done.stdout.splitlines()
    return {name.removeprefix("tools/") for name in named if (ROOT / name).is_file()}


def test_it_holds_the_package_its_licence_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    info = f"argowave-{__version__}.dist-info"
    beside = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")

    assert len(names) == len(set(names))
    assert set(names) == {
        *package(),
        *(f"{info}/{name}" for name in (*beside, "licenses/NOTICE")),
    }
    assert "argowave/py.typed" in names
    assert any(name.startswith("argowave/schema/store/kubernetes/") for name in names)


def test_the_sdist_holds_what_makes_the_wheel_and_nothing_else(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    top = f"argowave-{__version__}"
    beside = ("CHANGELOG.md", "LICENSE", "NOTICE", "PKG-INFO", "pyproject.toml", ".gitignore")
    with tarfile.open(source) as archive:
        members = archive.getmembers()

    assert all(each.isfile() for each in members)
    assert {each.name for each in members} == {
        *(f"{top}/{name}" for name in (*beside, "tools/README.md")),
        *(f"{top}/tools/{name}" for name in package()),
    }


def test_what_is_built_again_later_has_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Times and modes of files, and the order of a folder, are not in it."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "tools", copy / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("CHANGELOG.md", "LICENSE", "NOTICE", "pyproject.toml", ".gitignore"):
        shutil.copyfile(ROOT / name, copy / name)
    for number, path in enumerate(sorted(copy.rglob("*.py"))):
        os.utime(path, (number, number))
        path.chmod(0o600)
    build(copy, tmp_path / "again", "wheel", "sdist")

    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in built.iterdir()}


def test_an_index_can_show_its_page(wheel: Path) -> None:
    """A link into the repository would lead nowhere there, and a picture would be missing."""
    metadata = zipfile.ZipFile(wheel).read(f"argowave-{__version__}.dist-info/METADATA").decode()
    head, _, page = metadata.partition("\n\n")
    links = re.findall(r"\]\(([^)]+)", page)

    assert "Description-Content-Type: text/markdown" in head
    assert "License-Expression: Apache-2.0" in head
    assert "Requires-Python: >=3.11" in head
    assert page == (ROOT / "tools" / "README.md").read_text("utf-8")
    assert [link for link in links if not link.startswith("https://")] == []
    assert "```mermaid" not in page


def test_it_has_the_command_under_its_own_name(installed: Path) -> None:
    """`uvx argowave` and `pipx run argowave` run the command that is named like the project."""
    (entry_points,) = installed.glob("*.dist-info/entry_points.txt")

    assert (
        "[console_scripts]\nargowave = argowave.__main__:entrypoint\n" in entry_points.read_text()
    )


def test_the_sdist_makes_the_same_wheel(built: Path, wheel: Path, tmp_path: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    (project,) = tmp_path.iterdir()
    build(project, tmp_path / "again", "wheel")
    (again,) = (tmp_path / "again").glob("*.whl")

    assert again.read_bytes() == wheel.read_bytes()


def test_it_lints_a_repository_that_it_has_never_seen(installed: Path, tmp_path: Path) -> None:
    repository = shutil.copytree(STRANGER, tmp_path / "stranger")
    words = ("-m", "argowave", "lint", "--cache-dir", str(tmp_path / "kept"))
    first = run(installed, *words, folder=repository)
    second = run(installed, *words, folder=repository)

    assert first.returncode == 1
    assert "unknown field" in first.stdout
    assert (second.stdout, second.returncode) == (first.stdout, 1)
    assert not first.stderr


def test_what_is_kept_is_of_this_very_wheel(installed: Path, tmp_path: Path) -> None:
    code = "from argowave.cache.identity import identity; print(*identity(), sep='\\n')"
    before = run(installed, "-c", code, folder=tmp_path).stdout.splitlines()
    (record,) = installed.glob("*.dist-info/RECORD")
    whole = record.read_text()
    record.write_text(f"{whole}\n")
    after = run(installed, "-c", code, folder=tmp_path).stdout.splitlines()
    record.write_text(whole)

    assert len(before) < 400  # a digest of RECORD, not a line for each file
    assert before[:-1] == after[:-1]
    assert before[-1] != after[-1]
