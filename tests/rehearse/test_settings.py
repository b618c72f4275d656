"""What the settings say of clusters counts for what is rehearsed, and for what a flow expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.flows.inventory import read_inventory
from rehearse.conftest import stage_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.resources import Inventory

TEMPLATE = """{{ if .Capabilities.APIVersions.Has "widgets.example.org/v1" }}
apiVersion: v1
kind: ConfigMap
metadata: {name: served}
{{ end }}
"""


@pytest.mark.parametrize(
    "take",
    [
        lambda repository: stage_of(repository, "dev").inventory,
        lambda repository: read_inventory(repository, "dev"),
    ],
    ids=["rehearse", "flow"],
)
def test_a_chart_sees_the_api_versions_of_the_settings(
    repository: Path, take: Callable[[Path], Inventory]
) -> None:
    template = repository / "workloads" / "dynamodb-admin" / "templates" / "served.yaml"
    template.write_text(TEMPLATE, "utf-8")

    def names() -> set[str]:
        return {each.name for each in take(repository).resources if each.kind == "ConfigMap"}

    assert "served" not in names()
    (repository / "argowave.toml").write_text('api-versions = ["widgets.example.org/v1"]\n')
    assert "served" in names()
