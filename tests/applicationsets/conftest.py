from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.applicationsets import SetSurroundings, WorkingTree, read_outside
from argowave.applicationsets.generate import Generation, generate_applications
from argowave.manifest import Manifest
from argowave.tree.remotes import normalise
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN = "git.example.com/case"


@pytest.fixture
def generate() -> Callable[[Path, str], Generation]:
    """Generates from the text of an ApplicationSet, with a folder as its repository."""

    def run(folder: Path, text: str) -> Generation:
        (document,) = read_documents(text.encode(), "set.yaml")
        assert isinstance(document, Document)
        stated = [
            [name] if (folder / name).is_file() else []
            for name in ("known-clusters.yaml", "answers.yaml")
        ]
        surroundings = SetSurroundings(
            WorkingTree(folder),
            lambda url: normalise(url) == OWN,
            read_outside(folder, *stated),
        )
        return generate_applications(Manifest(document, "dev"), surroundings)

    return run
