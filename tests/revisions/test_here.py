"""Which names mean what is checked out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from argowave.revisions.here import revisions_here, standing_for_all

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_place_of_a_head_is_not_waited_for(tmp_path: Path) -> None:
    remote = tmp_path / ".git/refs/remotes/origin"
    remote.mkdir(parents=True)
    os.mkfifo(remote / "HEAD")
    os.mkfifo(tmp_path / ".git/HEAD")

    assert revisions_here(tmp_path).names >= {"", "HEAD", "main", "master"}


def test_a_remote_says_which_branch_is_its_default_one(tmp_path: Path) -> None:
    remote = tmp_path / ".git/refs/remotes/origin"
    remote.mkdir(parents=True)
    (remote / "HEAD").write_text("ref: refs/remotes/origin/team/trunk\n")
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/topic\n")

    found = revisions_here(tmp_path).names

    assert {"team/trunk", "topic"} <= found
    assert "main" not in found


def test_what_is_here_stands_for_others_only_where_nobody_takes_it() -> None:
    here = frozenset(("", "HEAD", "main"))

    assert standing_for_all(["refs/heads/main", "production"], here) == frozenset()
    assert standing_for_all(["production", "v1"], here) == {"production", "v1"}
    assert standing_for_all([], here) == frozenset()


def test_a_commit_that_a_pipeline_checked_out_is_what_the_pipeline_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text(f"{1:040}\n")
    monkeypatch.setenv("BUILD_SOURCEBRANCH", "refs/heads/production")
    monkeypatch.setenv("CI_COMMIT_REF_NAME", "staging")

    assert revisions_here(tmp_path).names >= {"production", "staging"}

    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/topic\n")

    assert not revisions_here(tmp_path).names & {"production", "staging"}


def test_the_usual_names_are_a_guess_where_nothing_says_which_branch_is_the_default_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert revisions_here(tmp_path).guessed == frozenset()

    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/production\n")
    assert revisions_here(tmp_path).guessed == {"main", "master"}

    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert revisions_here(tmp_path).guessed == {"master"}

    remote = tmp_path / ".git/refs/remotes/origin"
    remote.mkdir(parents=True)
    (remote / "HEAD").write_text("ref: refs/remotes/origin/trunk\n")
    assert revisions_here(tmp_path).guessed == frozenset()
