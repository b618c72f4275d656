from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from environment.small import Repository, build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return build(tmp_path / "repository")
