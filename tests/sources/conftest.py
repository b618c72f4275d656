from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.sources.request import Charts, ManifestRequest
from argowave.sources.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[..., ManifestRequest]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Builds a request for one source of the Application `app`, in `tmp_path` unless told."""

    def build(
        repository: Path = tmp_path, *, local: bool = True, **entry: object
    ) -> ManifestRequest:
        return ManifestRequest(
            repository=repository,
            application="app",
            namespace="ns",
            project="team",
            source=read_source({"repoURL": "https://example.org/own.git", **entry}),
            refs=frozenset({"values"}),
            foreign_refs=frozenset({"foreign"}),
            local=local,
            kubernetes_version="1.36",
            charts=Charts(cache=tmp_path / "cache"),
        )

    return build


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes files below `tmp_path` and returns it."""

    def fill(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return fill
