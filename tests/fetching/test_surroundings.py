"""Stores, homes and URLs that are not as they should be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit
from argowave.sources.fetch.resolve import fetch
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.wanted import FetchError, Wanted
from argowave.user_cache.place import user_cache
from fetching.test_fetch import application

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]
    Commit = Callable[..., str]

# what root may do beside what everybody may, taken away
POWERLESS = ["setpriv", "--inh-caps", "-all", "--bounding-set", "-all", "--no-new-privs"]


@pytest.fixture
def repository(tmp_path: Path, commit: Commit) -> Path:
    commit("there", {"a.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"})
    folder = tmp_path / "own"
    folder.mkdir()
    url = (tmp_path / "there").as_uri()
    source = f"repoURL: '{url}', path: ., targetRevision: main"
    (folder / "root.yaml").write_text(application("app", source))
    return folder


@pytest.fixture
def start(repository: Path) -> Callable[..., tuple[int, str]]:
    """Runs a command without root's powers: its code, and what it writes to standard error."""
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and setpriv is not on the PATH")
    prefix = POWERLESS if os.geteuid() == 0 else []

    def go(*words: str) -> tuple[int, str]:
        root = ("--repository", str(repository), "--root", str(repository / "root.yaml"))
        command = [*prefix, sys.executable, "-m", "argowave", *words, *root]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        return done.returncode, done.stderr

    return go


def freeze(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)


def test_a_store_that_nobody_may_write_gives_what_it_has(
    start: Callable[..., tuple[int, str]], repository: Path, run: Run, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    run("fetch", "--source-cache", str(store))
    freeze(store)
    words = ("--source-cache", str(store))
    lock = (repository / "argowave.lock").read_text()
    reached = start("lint", *words)
    results = [start("fetch", *words), start("fetch", "--check", *words)]
    again = start("fetch", "--update", *words)
    for path in [store, *store.rglob("*")]:
        path.chmod(0o755)

    assert "not checked" not in reached[1]
    assert results == [(Exit.WELL, "")] * 2
    assert again[0] == Exit.FINDINGS
    assert again[1].endswith(
        f"main: the cache {store}/trees cannot be written: Permission denied\n"
    )
    assert (repository / "argowave.lock").read_text() == lock


def test_a_lock_that_cannot_be_written_is_said(
    start: Callable[..., tuple[int, str]], repository: Path
) -> None:
    repository.chmod(0o555)
    result = start("fetch")
    repository.chmod(0o755)

    assert result == (
        Exit.COULD_NOT_RUN,
        "error: argowave.lock: cannot be written: Permission denied\n",
    )


def test_a_store_that_is_named_from_here_is_found(
    repository: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("fetch", "--source-cache", "store")[0] == Exit.WELL
    assert list((tmp_path / "store" / "trees").iterdir()) != []
    assert run("fetch", "--check", "--source-cache", "store")[0] == Exit.WELL
    assert not (repository / "store").exists()


def test_a_store_without_room_is_said_and_nothing_half_is_kept(
    repository: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "there" / "b").write_text("x" * 4_000_000)
    subprocess.run(["git", "add", "b"], cwd=tmp_path / "there", check=True)
    subprocess.run(["git", "commit", "-qm", "b"], cwd=tmp_path / "there", check=True)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)); "
        "from argowave.commands import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ["fetch", "--repository", str(repository), "--root", str(repository / "root.yaml")]
    words += ["--source-cache", str(tmp_path / "store")]
    done = subprocess.run(
        [sys.executable, "-c", limited, *words], check=False, capture_output=True, text=True
    )

    assert done.returncode == Exit.FINDINGS
    assert "there main: file:///" in done.stderr
    assert "Traceback" not in done.stderr
    kept = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert [path.parent.name for path in kept] == ["answers"]
    assert run("fetch", "--source-cache", str(tmp_path / "store"))[0] == Exit.WELL


def test_what_somebody_changed_in_the_store_is_named_and_fetched_again(
    run: Run, home: Path
) -> None:
    run("fetch")
    (path,) = (home / ".cache" / "argowave" / "sources" / "trees").glob("*/a.yaml")
    text = path.read_text()
    path.write_text(text.replace("name: a", "name: forged"))
    _, reached, _ = run("lint")
    checked = run("fetch", "--check")
    fetched = run("fetch")

    assert "argowave.lock has it, the cache has not; run `argowave fetch`" in reached
    assert checked[0] == Exit.FINDINGS
    assert checked[2].endswith(
        "main: what the cache has of it is not what was fetched; run `argowave fetch`\n"
    )
    assert fetched[0] == Exit.WELL
    assert path.read_text() == text
    assert run("fetch", "--check")[0] == Exit.WELL


def test_a_store_that_has_grown_too_large_loses_what_nobody_uses(run: Run, home: Path) -> None:
    store = home / ".cache" / "argowave" / "sources"
    name = f"made-{'0' * 64}"
    (store / "trees" / name).mkdir(parents=True)
    mark = store / "trees" / f"{name}.tree"
    mark.write_text('{"content": "", "seen": "", "size": 6000000000}')
    os.utime(mark, (0, 0))
    _, out, err = run("fetch")

    assert ", fetched sha256:" in out
    assert err == (
        "the cache had more than 5000 MB: 1 of its contents, 6000 MB that were used longest ago, "
        "are removed\n"
    )
    assert not mark.exists()
    assert [path.name for path in (store / "trees").iterdir()] == [
        path.stem for path in store.glob("*.tree")
    ]
    assert run("fetch")[2] == ""


@pytest.mark.parametrize("stated", ["", "relative"])
def test_a_cache_home_that_is_none_is_passed_over(
    stated: str, home: Path, repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    monkeypatch.setenv("XDG_CACHE_HOME", stated)

    assert run("fetch")[0] == Exit.WELL
    assert (home / ".cache" / "argowave" / "sources" / "trees").is_dir()
    assert {each.name for each in repository.iterdir()} == {"root.yaml", "argowave.lock"}


def test_a_home_in_the_folder_that_is_looked_at_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "here")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    assert user_cache().parent == tmp_path / "temporary"


def test_somebody_without_a_home_has_no_credentials() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may become a user that nobody has named")
    program = (
        "import netrc, os, json; from argowave.sources.fetch.credentials import *\n"
        "os.environ.clear(); os.setuid(54321)\n"
        "print(for_repository('http://127.0.0.1', 'http://127.0.0.1'), for_registry('127.0.0.1'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("None None\n", "")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("../there", "fatal: '../there' does not appear to be a git repository"),
        ("/nowhere", "fatal: '/nowhere' does not appear to be a git repository"),
        ("s3://bucket/x", "fatal: transport 's3' not allowed"),
        ("git://127.0.0.1:9/x", "127.0.0.1[0: 127.0.0.1]: errno=Connection refused"),
    ],
)
def test_what_is_wrong_with_a_repository_is_said_and_not_what_git_advises(
    url: str, why: str, commit: Commit, tmp_path: Path
) -> None:
    del commit
    with pytest.raises(FetchError) as caught:
        fetch(Wanted(url, "", "main"), url, Store(tmp_path / "store"))

    assert str(caught.value).startswith(f"{url} cannot be fetched: {why}")
