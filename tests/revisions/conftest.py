from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from git_repositories import commit, git
from pinned_shop import RIGHT, URL, WRONG, application

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository on main with the tag v1.0.0, at which web/ was wrong."""
    folder = tmp_path / "shop"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "remote", "add", "origin", URL)
    commit(folder, {"web/config.yaml": WRONG})
    git(folder, "tag", "v1.0.0")
    commit(folder, {"web/config.yaml": RIGHT, "apps/dev.yaml": application("dev", "web", "main")})
    return folder
