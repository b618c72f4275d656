"""Whatever happens to a repository: what is remembered is what would be found."""

from __future__ import annotations

import os
import random
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from argowave.report import FORMATS
from cache.conftest import CASES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHAPES = sorted(
    path
    for folder in (CASES / "sound", *(CASES / "lint" / "repositories").iterdir())
    for path in folder.iterdir()
    if path.is_dir()
)
TEXTS = (
    "",
    "a: [\n",
    "kind: ConfigMap\napiVersion: v1\nmetadata: {name: new}\n",
    "\0",
    "x: 'no'\n",
)


def files(repository: Path) -> list[Path]:
    return sorted(path for path in repository.rglob("*") if path.is_file())


def write(repository: Path, chance: random.Random) -> None:
    chance.choice(files(repository)).write_text(chance.choice(TEXTS))


def edit(repository: Path, chance: random.Random) -> None:
    path = chance.choice(files(repository))
    data = path.read_bytes()
    place = chance.randrange(len(data) + 1)
    path.write_bytes(data[:place] + bytes([chance.randrange(32, 127)]) + data[place + 1 :])


def edit_with_old_time(repository: Path, chance: random.Random) -> None:
    path = chance.choice(files(repository))
    stat = path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def remove(repository: Path, chance: random.Random) -> None:
    chance.choice(files(repository)).unlink()


def rename(repository: Path, chance: random.Random) -> None:
    path = chance.choice(files(repository))
    path.rename(path.with_name(f"{chance.choice('abc')}-{path.name}"))


def replace(repository: Path, chance: random.Random) -> None:
    one, other = chance.choice(files(repository)), chance.choice(files(repository))
    made = one.with_name(".made")
    shutil.copy2(other, made)
    made.replace(one)


def add_link(repository: Path, chance: random.Random) -> None:
    path = chance.choice(files(repository))
    target = chance.choice(("/etc/hostname", "..", "nowhere", path.name, ".."))
    path.with_name(f"link-{chance.randrange(99)}.yaml").symlink_to(target)


def add_folder(repository: Path, chance: random.Random) -> None:
    parent = chance.choice(files(repository)).parent
    (parent / chance.choice(("empty", ".hidden", "templates"))).mkdir(exist_ok=True)


def wait(repository: Path, chance: random.Random) -> None:
    del repository, chance
    time.sleep(0.06)


EDITS: tuple[Callable[[Path, random.Random], None], ...] = (
    *(write, edit, edit, edit, edit_with_old_time, remove, rename, replace, add_folder, wait),
    add_link,
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_is_remembered_is_what_would_be_found(
    shape: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = shutil.copytree(shape, tmp_path / "repository", symlinks=True)
    chance = random.Random(shape.name)  # noqa: S311 (the same edits every time)

    def lint(*arguments: str) -> tuple[int, str, str]:
        code = main(["lint", "--repository", str(repository), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    for _ in range(8):
        words = ("--output", chance.choice(FORMATS))
        cold = lint(*words, "--no-cache")
        first = lint(*words, "--cache-dir", str(tmp_path / "kept"))
        second = lint(*words, "--cache-dir", str(tmp_path / "kept"))
        assert first == cold
        assert second == cold
        if files(repository):
            chance.choice(EDITS)(repository, chance)
