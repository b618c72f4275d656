"""This repository's environments as scenes."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.commands import build_parser
from argowave.commands._plots import open_scenes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rules import Scene

ROOT = Path(__file__).parents[2]


@contextmanager
def scene_of(environment: str, repository: Path = ROOT) -> Iterator[Scene]:
    """Give the scene of an environment, for as long as the block."""
    words = ["graph", environment, "--repository", str(repository)]
    arguments = build_parser("graph").parse_args(words)
    yield next(open_scenes(arguments))
