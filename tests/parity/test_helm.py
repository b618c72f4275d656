"""Rendering in this process gives what `helm template` gives, manifest by manifest."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from argowave.sources.generate import generate_manifests
from argowave.sources.request import Charts, ManifestRequest
from argowave.sources.source import read_source
from argowave.yamlio import read_mapping

if TYPE_CHECKING:
    from argowave.sources.request import Generated

REPOSITORY = Path(__file__).parents[2]
CASES = REPOSITORY / "tests" / "cases" / "lint" / "charts"
CASE_CHARTS = sorted(path.parent for path in CASES.glob("*/*/Chart.yaml"))
CHARTS = sorted(path.parent for path in REPOSITORY.glob("workloads/*/Chart.yaml"))
VALUES = [
    (chart, values)
    for chart in CHARTS
    for values in sorted(REPOSITORY.glob(f"environments/*/rendered/values/{chart.name}.yaml"))
]


@pytest.fixture(scope="module")
def helm() -> str:
    binary = shutil.which("helm")
    if binary is None:
        pytest.skip("helm is not on PATH")
    return binary


def test_there_are_case_charts() -> None:
    assert CASE_CHARTS


@pytest.mark.parametrize("chart", CASE_CHARTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_awkward_chart_renders_as_helm_template_does(chart: Path, helm: str) -> None:
    path = chart / "helm.yaml"
    section = read_mapping(path) if path.is_file() else {}
    ours, theirs = both(request(chart, section), helm)

    first = ours.findings[: len(theirs.findings)]  # the binary stops at the first fault
    assert [entry.path for entry in first] == [entry.path for entry in theirs.findings]
    for mine, other in zip(first, theirs.findings, strict=True):
        assert other.line in (None, mine.line)  # of what is no YAML the binary says no line
    assert bool(ours.findings) == bool(theirs.findings)
    assert ours.not_checked == theirs.not_checked
    assert shown(ours) == shown(theirs)


@pytest.mark.parametrize(
    ("chart", "values"), VALUES, ids=[f"{values.parts[-4]}-{c.name}" for c, values in VALUES]
)
def test_a_workload_renders_as_helm_template_does(chart: Path, values: Path, helm: str) -> None:
    relative = values.relative_to(REPOSITORY).as_posix()
    ours, theirs = both(request(chart, {"valueFiles": [f"/{relative}"]}), helm)

    assert not ours.findings
    assert ours.documents
    assert shown(ours) == shown(theirs)


def request(chart: Path, section: dict[str, Any]) -> ManifestRequest:
    path = chart.relative_to(REPOSITORY).as_posix()
    return ManifestRequest(
        repository=REPOSITORY,
        application="app",
        namespace="ns",
        project="team",
        source=read_source({"repoURL": "own", "path": path, "helm": section}),
        refs=frozenset(),
        foreign_refs=frozenset(),
        local=True,
        kubernetes_version="1.36",
        charts=Charts(cache=REPOSITORY / ".cache"),
    )


def both(asked: ManifestRequest, helm: str) -> tuple[Generated, Generated]:
    binary = replace(asked, charts=replace(asked.charts, helm=helm))
    return generate_manifests(asked), generate_manifests(binary)


def shown(generated: Generated) -> list[tuple[str, Any]]:
    return [(document.source, document.body) for document in generated.documents]
