"""Other git repositories."""

from __future__ import annotations

import socket
import socketserver
import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from argowave.sources.fetch.git import GitRepository
from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.resolve import fetch
from argowave.sources.fetch.wanted import FetchError, Wanted
from git_repositories import git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from argowave.sources.fetch.store import Store
    from fetching.conftest import Server

    Commit = Callable[..., str]


def files(store: Store, url: str, revision: str) -> tuple[str, dict[str, str]]:
    locked = fetch(Wanted(url, "", revision), url, store)
    tree = store.tree(locked.sha256)
    assert tree is not None
    found = {
        path.relative_to(tree).as_posix(): path.read_text("utf-8")
        for path in sorted(tree.rglob("*"))
        if path.is_file()
    }
    return locked.resolved, found


@contextmanager
def daemon(folder: Path) -> Iterator[str]:
    """Serves every repository below a folder by git's own protocol.

    git is given each connection: it takes a port that is named, and none that is free.
    """
    command = ["git", "daemon", "--inetd", "--export-all", f"--base-path={folder}", str(folder)]

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            subprocess.run(
                command,
                stdin=self.request,
                stdout=self.request,
                stderr=subprocess.DEVNULL,
                check=False,
            )

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
        yield f"git://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()


def test_a_revision_resolves_as_in_argo_cd(commit: Commit, store: Store, tmp_path: Path) -> None:
    first = commit("r", {"a": "1"}, "tag -a v1.0.0 -m some", "branch old")
    second = commit("r", {"a": "2"}, "tag v1.1.0", "tag odd")
    third = commit("r", {"a": "3"}, "tag v2.0.0-rc.1")
    url = (tmp_path / "r").as_uri()

    assert files(store, url, "") == (third, {"a": "3"})
    assert files(store, url, "HEAD") == (third, {"a": "3"})
    assert files(store, url, "main") == (third, {"a": "3"})
    assert files(store, url, "old") == (first, {"a": "1"})
    assert files(store, url, "refs/heads/old") == (first, {"a": "1"})
    assert files(store, url, "v1.0.0") == (first, {"a": "1"})
    assert files(store, url, "odd") == (second, {"a": "2"})
    assert files(store, url, "1.*") == (second, {"a": "2"})
    assert files(store, url, first) == (first, {"a": "1"})
    with pytest.raises(FetchError) as shortened:
        files(store, url, first[:8])
    with pytest.raises(FetchError) as missing:
        files(store, url, "nowhere")

    assert str(shortened.value) == (
        f"{first[:8]} is a shortened commit, which cannot be asked for; state all of it of {url}"
    )
    assert str(missing.value) == (
        f"nowhere names no branch or tag of {url}; its default branch is main"
    )


def test_a_server_of_git_is_asked(commit: Commit, store: Store, tmp_path: Path) -> None:
    made = commit("r", {"deep/a": "1"})

    with daemon(tmp_path) as url:
        assert files(store, f"{url}/r", "main") == (made, {"deep/a": "1"})
        with pytest.raises(
            FetchError, match=r"^git://127.0.0.1:[0-9]+/missing cannot be fetched: "
        ):
            files(store, f"{url}/missing", "main")


def test_what_is_locked_stays_though_the_branch_moves(
    commit: Commit, store: Store, tmp_path: Path
) -> None:
    commit("r", {"a": "1"})
    url = (tmp_path / "r").as_uri()
    locked = fetch(Wanted(url, "", "main"), url, store)
    commit("r", {"a": "2"})

    assert fetch(locked.wanted, url, store, locked) == locked
    assert fetch(locked.wanted, url, store).resolved != locked.resolved


@pytest.mark.parametrize("which", [0, -1])
def test_files_on_a_web_server_are_a_repository_too(
    which: int, commit: Commit, store: Store, tmp_path: Path, server: Server
) -> None:
    made = [commit("r", {"a": str(number)}) for number in range(3)]
    git(tmp_path / "r", "update-server-info")
    for path in (tmp_path / "r" / ".git").rglob("*"):
        if path.is_file():
            server.serve(f"/{path.relative_to(tmp_path).as_posix()}", path.read_bytes())
    url = f"{server.url}/r/.git"

    assert files(store, url, made[which]) == (made[which], {"a": str(range(3)[which])})
    with pytest.raises(FetchError, match=r"dumb http transport does not support"):
        files(store, url, "1" * 40)


def test_a_shallow_clone_gives_what_it_has(commit: Commit, store: Store, tmp_path: Path) -> None:
    first = commit("r", {"a": "1"})
    last = commit("r", {"a": "2"})
    git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "r").as_uri(), "shallow")
    url = (tmp_path / "shallow").as_uri()

    assert files(store, url, "main") == (last, {"a": "2"})
    with pytest.raises(FetchError, match=rf"not our ref {first}$"):
        files(store, url, first)


def test_filters_and_hooks_of_nobody_take_part(
    commit: Commit, store: Store, tmp_path: Path, home: Path
) -> None:
    with (home / ".gitconfig").open("a") as config:
        config.write(f'[filter "x"]\nsmudge = touch {tmp_path}/ran\n')
    commit("r", {".gitattributes": "a filter=x export-ignore\n", "a": "1"})
    _, found = files(store, (tmp_path / "r").as_uri(), "main")

    assert found["a"] == "1"
    assert not (tmp_path / "ran").exists()


def test_a_repository_that_is_too_large_is_refused(
    commit: Commit, store: Store, tmp_path: Path
) -> None:
    commit("r", {"a": "x" * 200_000, "b": "y"})
    url = (tmp_path / "r").as_uri()
    wanted = Wanted(url, "", "main")
    with pytest.raises(FetchError) as large:
        fetch(wanted, url, store, None, Limits(tree_bytes=150_000))
    with pytest.raises(FetchError) as many:
        fetch(wanted, url, store, None, Limits(tree_files=1))

    assert "200001 bytes, which is more than 100000 files or 150000 bytes" in str(large.value)
    assert "has 2 files" in str(many.value)
    assert list((tmp_path / "store" / "trees").iterdir()) == []


def test_a_repository_of_folders_that_nobody_could_walk_through_is_refused(
    commit: Commit, store: Store, tmp_path: Path
) -> None:
    commit("r", {f"{'a/' * 201}b": ""})
    url = (tmp_path / "r").as_uri()
    with pytest.raises(FetchError) as caught:
        fetch(Wanted(url, "", "main"), url, store)

    assert str(caught.value) == f"{url} has more than 200 folders in each other"
    assert list((tmp_path / "store" / "trees").iterdir()) == []


def test_what_a_hook_is_told_of_its_repository_is_not_touched(
    commit: Commit, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit("r", {"a": "1"})
    commit("mine", {"precious": ""})
    own = tmp_path / "mine" / ".git"
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    monkeypatch.setenv("GIT_DIR", str(own))
    monkeypatch.setenv("GIT_INDEX_FILE", str(own / "index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(own / "objects"))
    monkeypatch.setenv("GIT_QUARANTINE_PATH", str(own / "objects"))
    _, found = files(store, (tmp_path / "r").as_uri(), "main")

    assert found == {"a": "1"}
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before


def test_a_server_that_says_nothing_is_not_waited_for(commit: Commit, store: Store) -> None:
    del commit  # only where git is there
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"git://127.0.0.1:{silent.getsockname()[1]}/r"

        with pytest.raises(FetchError) as caught:
            fetch(Wanted(url, "", "main"), url, store, None, Limits(seconds=0.5))

    assert str(caught.value) == f"{url} takes longer than 0.5 s"


@pytest.mark.parametrize(
    "url",
    [
        "git://127.0.0.1:9/r",
        "ext::sh -c touch% ran",
        "--upload-pack=touch ran",
        "file:///nowhere/at/all",
        "",
    ],
)
def test_a_repository_that_cannot_be_had_is_named(
    url: str, commit: Commit, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del commit
    monkeypatch.chdir(tmp_path)

    with pytest.raises(FetchError, match=r"cannot be fetched: "):
        fetch(Wanted(url, "", "main"), url, store)

    assert not (tmp_path / "ran").exists()


def test_credentials_of_a_url_are_not_in_what_git_says(commit: Commit, store: Store) -> None:
    del commit
    with pytest.raises(FetchError) as caught:
        fetch(Wanted("http://127.0.0.1:9/r", "", "main"), "http://me:hush@127.0.0.1:9/r", store)

    assert "hush" not in str(caught.value)


def test_no_program_of_the_settings_of_the_folder_that_is_looked_at_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n", "utf-8")
    trap.chmod(0o755)
    here = tmp_path / "here"
    subprocess.run(["git", "init", "--quiet", str(here)], check=True)
    for name in ("core.gitProxy", "core.sshCommand", "core.askPass"):
        subprocess.run(["git", "-C", str(here), "config", name, str(trap)], check=True)
    monkeypatch.chdir(here)

    for url in ("git://127.0.0.1:1/a.git", "ssh://127.0.0.1:1/a.git"):
        with pytest.raises(FetchError):
            GitRepository(url, Limits()).resolve("main")

    assert not (tmp_path / "sprung").exists()
