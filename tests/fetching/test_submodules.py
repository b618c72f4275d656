"""Submodules of repositories that are fetched, and those of this one that are not checked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.resolve import fetch
from argowave.sources.fetch.store import Store
from argowave.sources.fetch.submodules import absolute_url, is_fetched
from argowave.sources.fetch.wanted import FetchError, Wanted
from fetching.conftest import git_over_http
from git_repositories import git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Commit = Callable[..., str]


@pytest.fixture
def url(tmp_path: Path, commit: Commit) -> Iterator[str]:
    """A server of the repositories in `tmp_path`."""
    del commit  # only where git is there
    with git_over_http(tmp_path) as started:
        yield started


def add_link(folder: Path, path: str, revision: str, modules: str) -> str:
    """Commit a submodule without fetching it, and return the commit."""
    (folder / ".gitmodules").write_text(modules)
    git(folder, "add", ".gitmodules")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{revision},{path}")
    git(folder, "commit", "--quiet", "--message=link")
    return git(folder, "rev-parse", "HEAD")


def module(path: str, url: str, extra: str = "") -> str:
    return f'[submodule "{path}"]\n\tpath = {path}\n\turl = {url}\n{extra}'


def files(tmp_path: Path, wanted: Wanted, limits: Limits | None = None) -> dict[str, str]:
    store = Store(tmp_path / "store")
    tree = store.tree(fetch(wanted, wanted.url, store, None, limits).sha256)
    assert tree is not None
    found = sorted(path for path in tree.rglob("*") if path.is_file())
    return {path.relative_to(tree).as_posix(): path.read_text() for path in found}


def test_submodules_are_fetched_at_the_recorded_commit(
    url: str, commit: Commit, tmp_path: Path
) -> None:
    inner = commit("inner", {"c": "3"})
    outer = commit("outer", {"b": "2"})
    outer = add_link(tmp_path / "outer", "deep/inner", inner, module("deep/inner", "../inner"))
    commit("inner", {"c": "later"})
    commit("main", {"a": "1"})
    add_link(tmp_path / "main", "lib", outer, module("lib", f"{url}/outer"))

    found = files(tmp_path, Wanted(f"{url}/main", "", "main"))

    assert {k: v for k, v in found.items() if not k.endswith(".gitmodules")} == {
        "a": "1",
        "lib/b": "2",
        "lib/deep/inner/c": "3",
    }


def test_submodules_are_left_out_where_argo_cd_leaves_them_out(
    url: str, commit: Commit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = commit("inner", {"c": "3"})
    commit("main", {"a": "1"})
    add_link(tmp_path / "main", "lib", inner, module("lib", "../inner"))
    monkeypatch.setenv("ARGOCD_GIT_MODULES_ENABLED", "false")

    assert "lib/c" not in files(tmp_path, Wanted(f"{url}/main", "", "main"))


def test_a_submodule_that_says_so_is_skipped(url: str, commit: Commit, tmp_path: Path) -> None:
    inner = commit("inner", {"c": "3"})
    commit("main", {"a": "1"})
    modules = module("lib", "../inner", "\tupdate = none\n")
    add_link(tmp_path / "main", "lib", inner, modules)

    assert "lib/c" not in files(tmp_path, Wanted(f"{url}/main", "", "main"))


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ("", "which .gitmodules gives no URL"),
        (module("other", "../inner"), "which .gitmodules gives no URL"),
        (module("lib", "--upload-pack=touch x"), "whose URL --upload-pack=touch x is not one"),
        (module("lib", "ext::sh -c touch% x"), "whose URL ext::sh -c touch% x is not one"),
        (module("lib", "file:///etc"), "whose URL file:///etc is not one to fetch from"),
        (module("lib", "/srv/git/x"), "whose URL /srv/git/x is not one to fetch from"),
        (module("lib", "ssh://-oProxyCommand=x/y"), "whose URL ssh://-oProxyCommand=x/y is not"),
        (module("lib", "http://u:hush@127.0.0.1:9/x"), "http://127.0.0.1:9/x cannot be fetched"),
        ("[submodule", "has a .gitmodules that git cannot read"),
    ],
)
def test_a_submodule_that_cannot_be_had_is_named(
    url: str, commit: Commit, tmp_path: Path, modules: str, message: str
) -> None:
    inner = commit("inner", {"c": "3"})
    commit("main", {"a": "1"})
    add_link(tmp_path / "main", "lib", inner, modules)

    with pytest.raises(FetchError) as caught:
        files(tmp_path, Wanted(f"{url}/main", "", "main"))

    assert message in str(caught.value)
    assert "hush" not in str(caught.value)


def test_files_of_submodules_count(url: str, commit: Commit, tmp_path: Path) -> None:
    inner = commit("inner", {"c": "x" * 1000})
    commit("main", {"a": "1"})
    add_link(tmp_path / "main", "lib", inner, module("lib", "../inner"))

    with pytest.raises(FetchError) as caught:
        files(tmp_path, Wanted(f"{url}/main", "", "main"), Limits(tree_bytes=900))

    assert "a submodule: " in str(caught.value)
    assert "has 4 files with " in str(caught.value)


def test_a_chain_of_submodules_ends(url: str, commit: Commit, tmp_path: Path) -> None:
    below = commit("r0", {"c": "3"})
    for number in range(1, 9):
        commit(f"r{number}", {"a": "1"})
        folder = tmp_path / f"r{number}"
        below = add_link(folder, "lib", below, module("lib", f"../r{number - 1}"))

    with pytest.raises(FetchError) as caught:
        files(tmp_path, Wanted(f"{url}/r8", "", "main"))

    assert f"{url}/r3 has the submodule lib, which is one of more than 50, or more than 5 deep" in (
        str(caught.value)
    )


@pytest.mark.parametrize(
    ("parent", "stated", "url"),
    [
        ("https://x.org/a/b.git", "../c.git", "https://x.org/a/c.git"),
        ("https://x.org/a/b/", "../../c/d", "https://x.org/c/d"),
        ("https://x.org/a/b", "./c", "https://x.org/a/b/c"),
        ("git@x.org:a/b", "../c", "git@x.org:a/c"),
        ("git@x.org:b", "../c", "git@x.org:c"),
        ("https://x.org/a", "https://y.org/b", "https://y.org/b"),
    ],
)
def test_a_relative_url_is_read_as_git_reads_it(parent: str, stated: str, url: str) -> None:
    assert absolute_url(parent, stated) == url
    assert is_fetched(url)
