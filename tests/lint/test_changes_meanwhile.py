"""Files that change while they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.errors import RepositoryError
from argowave.lint import Ground
from argowave.sources.pool import generate_all
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/case.git"
APPLICATION = f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec:
  source: {{repoURL: {URL}, path: web}}
  destination: {{namespace: web, name: in-cluster}}
"""


def test_a_tree_that_is_gone_at_the_second_look_is_an_error(tmp_path: Path) -> None:
    for folder in ("dev", "prod"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "web.yaml").write_text(APPLICATION)
    (tmp_path / "web").mkdir()
    ground = Ground(tmp_path, (URL,), Charts(cache=tmp_path / "cache"), processes=1)
    dev, prod = ground.discovered("1.36", generate_all)
    (tmp_path / "dev" / "web.yaml").unlink()

    assert [each.name for each in dev.load_with(generate_all).applications] == ["web"]
    with pytest.raises(RepositoryError) as caught:
        prod.load_with(generate_all)
    assert str(caught.value) == (
        "its Applications were changed while they were looked at\n  run the command again"
    )
