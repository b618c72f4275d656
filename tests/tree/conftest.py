from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.applicationsets import WorkingTree
from argowave.sources.pool import generate_all
from argowave.sources.request import Charts
from argowave.tree import Surroundings, load_tree
from argowave.tree.remotes import own_urls

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.tree import Tree

OWN = "https://git.example.org/team/repo.git"


@pytest.fixture
def grow(tmp_path: Path) -> Callable[[dict[str, str]], Tree]:
    """Writes files and loads the tree of apps/root.yaml among them."""

    def build(files: dict[str, str]) -> Tree:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        surroundings = Surroundings(
            repository=tmp_path,
            environment="dev",
            kubernetes_version="1.36",
            own_urls=own_urls(tmp_path, [OWN]),
            charts=Charts(cache=tmp_path / "cache"),
            working_tree=WorkingTree(tmp_path),
        )
        return load_tree(tmp_path / "apps" / "root.yaml", surroundings, generate_all)

    return build
