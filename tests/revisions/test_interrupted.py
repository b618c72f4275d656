"""An interrupt while the folders of revisions are removed."""

from __future__ import annotations

import os
import shutil
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from argowave.revisions.checkouts import Checkouts
from git_repositories import commit, git

if TYPE_CHECKING:
    from pathlib import Path


def test_an_interrupt_while_folders_are_removed_is_heard_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, repository = tmp_path / "temporary", tmp_path / "repository"
    temporary.mkdir()
    repository.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    git(repository, "init", "--quiet")
    commit(repository, {"a/b.yaml": "x: 1\n"})
    git(repository, "tag", "v1")
    remove = shutil.rmtree

    def interrupted(*given: Any, **named: Any) -> None:  # noqa: ANN401 (whatever rmtree takes)
        os.kill(os.getpid(), signal.SIGINT)
        remove(*given, **named)

    monkeypatch.setattr(shutil, "rmtree", interrupted)
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        folder = Checkouts(repository, lambda _: []).at("", "v1").folder
        with pytest.raises(KeyboardInterrupt):
            time.sleep(5)  # the revisions are gone by now, and their folders with them
    finally:
        signal.signal(signal.SIGINT, former)

    assert folder is not None
    assert list(temporary.iterdir()) == []
