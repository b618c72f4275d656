from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.tree.remotes import normalise, own_urls

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "url",
    [
        "https://git.example.org/Team/Repo.git",
        "https://git.example.org/team/repo",
        "https://user:secret@git.example.org/team/repo/",
        "git@git.example.org:team/repo.git",
        "ssh://git@git.example.org:2222/team/repo.git",
        "http://git.example.org:8080/team/repo",
    ],
)
def test_every_way_to_write_a_repository_means_the_same(url: str) -> None:
    assert normalise(url) == "git.example.org/team/repo"


def test_the_remotes_of_git_mean_this_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(
        '[core]\n\turl = not this\n[remote "origin"]\n\turl = git@git.example.org:team/repo.git\n'
        '\tfetch = +refs/heads/*:refs/remotes/origin/*\n[remote "fork"]\n'
        "\turl = https://fork.example.org/repo\n"
    )

    assert own_urls(tmp_path, ["https://stated.example.org/x"]) == {
        "stated.example.org/x",
        "git.example.org/team/repo",
        "fork.example.org/repo",
    }


def test_a_linked_worktree_has_the_remotes_of_its_repository(tmp_path: Path) -> None:
    linked = tmp_path / "main" / ".git" / "worktrees" / "w"
    linked.mkdir(parents=True)
    (linked / "commondir").write_text("../..\n")
    (tmp_path / "main" / ".git" / "config").write_text('[remote "o"]\nurl = https://a.org/r\n')
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / ".git").write_text(f"gitdir: {linked}\n")

    assert own_urls(tmp_path / "w", []) == {"a.org/r"}


@pytest.mark.parametrize(
    "url",
    [
        "https://dev.azure.com/Org/My%20Project/_git/repo",
        "https://org@dev.azure.com/org/my project/_git/repo",
        "git@ssh.dev.azure.com:v3/org/My%20Project/repo",
        "https://org.visualstudio.com/My%20Project/_git/repo",
        "org@vs-ssh.visualstudio.com:v3/org/my project/repo",
    ],
)
def test_azure_has_several_names_for_a_repository(url: str) -> None:
    assert normalise(url) == "dev.azure.com/org/my project/repo"


def test_hosts_that_write_ssh_and_https_differently_mean_the_same() -> None:
    assert normalise("ssh://git@ssh.github.com:443/team/repo.git") == "github.com/team/repo"
    assert normalise("https://bit.example.org/scm/key/repo.git") == "bit.example.org/key/repo"
    assert normalise("ssh://git@bit.example.org:7999/key/repo.git") == "bit.example.org/key/repo"
    assert normalise("https://dev.azure.com/org/_git/repo") == "dev.azure.com/org/repo/repo"


@given(st.text())
def test_any_text_can_be_compared_as_a_repository(text: str) -> None:
    assert isinstance(normalise(text), str)


def clone(folder: Path, url: str, more: str = "") -> Path:
    folder.mkdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    with (folder / ".git" / "config").open("a") as file:
        file.write(f'[remote "origin"]\n\turl = {url}\n{more}')
    return folder


@pytest.mark.parametrize(
    ("url", "base", "short", "known"),
    [
        ("gh:team/repo", "https://github.com/", "gh:", "github.com/team/repo"),
        ("git@work:team/repo", "git@work:", "https://github.com/", "github.com/team/repo"),
        ("gh:team/repo", "https://no.example.org/", "g:", ""),
    ],
)
def test_what_git_is_told_to_use_instead_means_the_same(  # noqa: PLR0913, PLR0917 (a table)
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, base: str, short: str, known: str
) -> None:
    setting = f'[url "{base}"]\n\tinsteadOf = {short}\n'
    own, users = tmp_path / "own", tmp_path / "home" / ".gitconfig"
    users.parent.mkdir()
    monkeypatch.setenv("HOME", str(users.parent))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    expected = {normalise(url), *filter(None, (known,))}

    assert own_urls(clone(own, url, setting), []) == expected
    assert own_urls(clone(tmp_path / "other", url), []) == {normalise(url)}
    users.write_text(setting)
    assert own_urls(tmp_path / "other", []) == expected


def test_of_several_that_fit_git_takes_the_longest(tmp_path: Path) -> None:
    settings = (
        '[url "https://a.example.org/"]\n\tinsteadOf = gh:\n'
        '[url "https://b.example.org/"]\n\tinsteadOf = gh:team/\n'
    )
    own = clone(tmp_path / "own", "gh:team/repo", settings)

    assert own_urls(own, []) == {normalise("gh:team/repo"), "b.example.org/repo"}
