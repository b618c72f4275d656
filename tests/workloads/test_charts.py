"""What holds for every chart in workloads/."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from workloads.chart import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHARTS = sorted(path.parent for path in (REPOSITORY / "workloads").glob("*/Chart.yaml"))
EACH = pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.name)


def walk(schema: dict[str, Any], pointer: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    yield pointer, schema
    for name, inner in schema.get("properties", {}).items():
        yield from walk(inner, f"{pointer}.{name}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from walk(schema[keyword], f"{pointer}.*")


def test_there_are_charts() -> None:
    assert [chart.name for chart in CHARTS] == ["dynamodb-admin", "justtrack-t1"]


@EACH
def test_schema_describes_every_value_and_refuses_unknown_ones(chart: Path) -> None:
    schema = json.loads((chart / "values.schema.json").read_text(encoding="utf-8"))
    nodes = list(walk(schema))

    assert [pointer for pointer, node in nodes if not node.get("description")] == []
    assert [
        pointer
        for pointer, node in nodes
        if node.get("type") == "object" and "additionalProperties" not in node
    ] == []


@EACH
def test_helm_lint_is_clean(chart: Path) -> None:
    helm = shutil.which("helm")
    if helm is None:
        pytest.skip("helm is not on PATH")
    command = [helm, "lint", "--strict", str(chart)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "[WARNING]" not in ran.stdout


def test_installing_by_hand_shows_where_to_look(
    values_files: dict[tuple[str, str], str], tmp_path: Path
) -> None:
    helm = shutil.which("helm")
    if helm is None:
        pytest.skip("helm is not on PATH")
    values = tmp_path / "justtrack-t1.yaml"
    values.write_text(values_files["staging", "justtrack-t1"], encoding="utf-8")
    # `upgrade --install` asks a cluster what is installed; the first install is the same.
    command = [helm, "install", "justtrack-t1", "workloads/justtrack-t1", "-n", "devopstest"]
    command += ["-f", str(values), "--dry-run=client"]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    notes = ran.stdout.partition("NOTES:\n")[2]
    assert "kubectl -n devopstest logs deployment/justtrack-t1-consumer" in notes
    assert "KEDA keeps 2 to 6 consumers, one for each 20 messages." in notes
