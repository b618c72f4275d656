"""Small repositories with one chart, and what is found behind each of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding
from argowave.lint import Ground
from argowave.provenance.budget import Budget
from argowave.provenance.trace import Tracer
from argowave.provenance.trail import trails_of
from argowave.provenance.values import leaves
from argowave.sources.request import Charts
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from argowave.tree import Tree

URL = "https://example.org/r.git"
TEMPLATE = "chart/templates/t.yaml"


def write(repository: Path, files: Mapping[str, str], helm: str = "{}") -> None:
    """Write a chart, and a root Application that renders it with the options `helm`."""
    root = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: root\nspec:\n"
        "  project: default\n"
        "  destination: {server: https://kubernetes.default.svc, namespace: default}\n"
        f"  source:\n    repoURL: {URL}\n    path: chart\n    helm: {helm}\n"
    )
    chart = "apiVersion: v2\nname: named\nversion: 1.0.0\n"
    for name, text in {"root.yaml": root, "chart/Chart.yaml": chart, **files}.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def load(repository: Path) -> Tree:
    charts = Charts(cache=repository / "cache")
    return Ground(repository, (URL,), charts, 1).root(repository / "root.yaml", "1.36").load()


def origins(
    repository: Path, pointers: list[str] | None = None, budget: Budget | None = None
) -> dict[str, str]:
    """Return {pointer: origin} of every leaf of every rendered object, or of some fields."""
    tree = load(repository)
    assert not tree.all_findings
    findings = [
        Finding(
            manifest.document.source,
            None,
            manifest.subject,
            pointer,
            "is wrong",
            "any",
            application=manifest.application,
        )
        for manifest in tree.manifests
        if manifest.rendered
        for pointer in pointers or [show_pointer(path) for path, _ in leaves(manifest.body)]
    ]
    assert findings
    tracer = Tracer(repository, trails_of(tree, findings), budget or Budget(10_000, 600))
    traced, _ = tracer.trace(findings)
    return {finding.pointer: finding.origin for finding in traced}
