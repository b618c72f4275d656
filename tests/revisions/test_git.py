"""git is asked, but nothing that a repository's settings name is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.errors import ProgramError, RepositoryError
from argowave.revisions.git import Git
from git_repositories import git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "a.yaml").write_text("a: 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "one")
    return folder


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """Return a program that leaves a file `sprung` beside itself."""
    program = tmp_path / "trap"
    program.write_text('#!/bin/sh\necho "$@" >> "${0%/*}/sprung"\n')
    program.chmod(0o755)
    return program


def test_no_program_of_the_repositorys_settings_is_run(repository: Path, trap: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n a\n -----END PGP SIGNATURE-----"
    tree = git(repository, "rev-parse", "HEAD^{tree}")
    who = "a <a@example.com> 0 +0000"
    text = f"tree {tree}\nparent {base}\nauthor {who}\ncommitter {who}\n{signature}\n\ntwo\n"
    commit = git(repository, "hash-object", "-t", "commit", "-w", "--stdin", given=text)
    git(repository, "update-ref", "refs/heads/main", commit)
    for name in ("core.fsmonitor", "filter.x.clean", "gpg.program", "core.sshCommand"):
        git(repository, "config", name, str(trap))
    git(repository, "config", "log.showSignature", "true")
    (repository / ".gitattributes").write_text("* filter=x\n")
    (repository / "a.yaml").write_text("a: 2\n")

    asked = Git(repository)

    assert asked.uncommitted("a.yaml")
    assert asked.messages(base).strip() == "two"
    assert not trap.with_name("sprung").exists()


@pytest.mark.parametrize("setting", ["clean", "process"])
@pytest.mark.parametrize("name", ["x", "a=b", "with.dot"])
def test_no_filter_of_the_repositorys_settings_is_run(
    repository: Path, trap: Path, name: str, setting: str
) -> None:
    inner = repository / "inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    for folder in (inner, repository):
        (folder / ".gitattributes").write_text("* filter=other\n")
        (folder / "b.yaml").write_text("b: 1\n")
        git(folder, "-c", "advice.addEmbeddedRepo=false", "add", ".")
        git(folder, "commit", "--quiet", "--message", "two")
    for folder in (inner, repository):
        (folder / ".gitattributes").write_text(f"* filter={name}\n")
        git(folder, "config", f"filter.{name}.{setting}", str(trap))
        git(folder, "config", f"filter.{name}.required", "true")
        (folder / "b.yaml").write_text("b: 2\n")

    assert Git(repository).changed("HEAD") == [".gitattributes", "b.yaml"]
    assert not trap.with_name("sprung").exists()


def test_what_a_partial_clone_lacks_is_not_fetched(repository: Path, trap: Path) -> None:
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "core.sshCommand": str(trap),
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://git.example/shop",
    }.items():
        git(repository, "config", name, value)

    with pytest.raises((ProgramError, RepositoryError)) as caught:
        list(Git(repository).contents(["1" * 40]))

    assert caught.value.hint == "the clone is partial: run `git fetch --refetch --no-filter` first"
    assert not trap.with_name("sprung").exists()


def test_a_bare_repository_among_the_files_is_not_asked(repository: Path) -> None:
    git(repository, "init", "--quiet", "--bare", "inner")

    with pytest.raises(RepositoryError, match="git says: cannot use bare repository"):
        Git(repository / "inner")


@pytest.mark.parametrize("folder", [" lead", "trail ", "two\nlines", "ümlaut", "-dash", "a'b\"c"])
def test_a_folder_may_have_any_name(repository: Path, folder: str) -> None:
    (repository / folder).mkdir()
    (repository / folder / "b.yaml").write_text("b: 1\n")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "two")
    asked = Git(repository / folder)

    assert [each.path for each in asked.blobs("HEAD")] == ["b.yaml"]
    assert not asked.uncommitted("b.yaml")


@pytest.mark.parametrize("how", ["changed", "staged", "removed", "new", "ignored"])
def test_what_no_commit_has_is_uncommitted(repository: Path, how: str) -> None:
    path = "b.yaml" if how in {"new", "ignored"} else "a.yaml"
    if how == "removed":
        (repository / path).unlink()
    else:
        (repository / path).write_text("a: 2\n")
    if how == "staged":
        git(repository, "add", path)
        (repository / path).write_text("a: 1\n")
    if how == "ignored":
        (repository / ".git/info/exclude").write_text("b.yaml\n")

    assert Git(repository).uncommitted(path)


def test_what_a_commit_has_is_committed(repository: Path) -> None:
    (repository / "a.yaml").write_bytes(b"a: 1\r\n")  # as core.autocrlf checks it out

    assert not Git(repository).uncommitted("a.yaml")
    assert not Git(repository).uncommitted("missing.yaml")


def test_a_branch_whose_name_has_a_line_break_of_unicode_is_one(repository: Path) -> None:
    git(repository, "branch", "a\x85b")

    assert set(Git(repository).refs()) == {"refs/heads/main", "refs/heads/a\x85b"}
