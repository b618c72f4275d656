"""Sound repositories of many shapes: none of them has a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from argowave.lint import Ground, Linter, Stores
from argowave.rules.registry import load_rules
from argowave.schema import with_own_store
from argowave.sources.request import Charts
from rules.case import URL

SHAPES = Path(__file__).parents[1] / "cases/sound"
FEWEST = 8


@pytest.mark.parametrize("shape", sorted(path.name for path in SHAPES.iterdir()))
def test_a_sound_repository_has_no_finding(shape: str, tmp_path: Path) -> None:
    folder = SHAPES / shape
    ground = Ground(folder, (URL,), Charts(cache=tmp_path), processes=1)
    plot = ground.root(folder / "root.yaml", "1.36")
    with Stores(with_own_store(folder, ())) as stores:
        report = Linter(folder, stores, load_rules).run([plot])

    assert [str(finding) for finding in report.findings] == []
    assert len(plot.load().manifests) >= FEWEST
