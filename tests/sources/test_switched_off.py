"""A chart whose values switch off what is not at hand is rendered without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec:
  project: default
  source:
    repoURL: https://git.example.com/own.git
    path: web
    targetRevision: v1.0.0
    helm: {helm}
  destination: {{server: https://kubernetes.default.svc, namespace: web}}
"""
CHART = """\
apiVersion: v2
name: web
version: 1.0.0
dependencies:
  - {name: cache, version: 1.x, repository: https://example.org, condition: "c.use,cache.use"}
"""
TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n"
MISSING = "it depends on chart cache 1.x"


def said(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    values: str,
    helm: str = "{}",
    chart: str = CHART,
) -> str:
    texts = {
        "app.yaml": APPLICATION.format(helm=helm),
        "web/Chart.yaml": chart,
        "web/values.yaml": values,
        "web/on.yaml": "cache: {use: true}\n",
        "web/templates/config.yaml": TEMPLATE,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    cache = str(folder.parent / "sources")
    main(["lint", "--no-cache", "--repository", str(folder), "--source-cache", cache])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "helm"),
    [
        ("cache: {use: false}\n", "{}"),
        ("cache: {use: true}\n", "{parameters: [{name: cache.use, value: 'false'}]}"),
        ("cache: {use: true}\n", "{valuesObject: {c: {use: false}}}"),
        ("c: {use: text}\ncache: {use: false}\n", "{}"),
    ],
)
def test_what_is_off_need_not_be_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], values: str, helm: str
) -> None:
    out = said(tmp_path / "r", capsys, values, helm)

    assert MISSING not in out
    assert "2 manifests: 2 valid" in out


@pytest.mark.parametrize(
    ("values", "helm"),
    [
        ("{}\n", "{}"),
        ("cache: {use: false}\n", "{valueFiles: [on.yaml]}"),
        ("cache: {use: 'false'}\n", "{}"),
        ("c: {use: true}\ncache: {use: false}\n", "{}"),
    ],
)
def test_what_may_be_on_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], values: str, helm: str
) -> None:
    assert MISSING in said(tmp_path / "r", capsys, values, helm)


def test_what_is_on_under_another_alias_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "  - {name: cache, alias: two, version: 1.x, repository: https://charts.example.org}\n"

    assert MISSING in said(tmp_path / "r", capsys, "cache: {use: false}\n", chart=CHART + more)


@pytest.mark.parametrize(
    ("way", "values"),
    [
        ("tags: [data]", "tags: {data: false}\n"),
        ("tags: [data, all], condition: cache.use", "cache: {use: false}\ntags: {all: true}\n"),
        ("tags: [data], condition: c.use", "tags: {data: false}\n"),
    ],
)
def test_tags_switch_off_what_no_condition_decides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str, values: str
) -> None:
    chart = CHART.replace('condition: "c.use,cache.use"', way)

    assert MISSING not in said(tmp_path / "r", capsys, values, chart=chart)


@pytest.mark.parametrize(
    ("way", "values"),
    [
        ("tags: [data, all]", "tags: {data: false, all: true}\n"),
        ("tags: [data], condition: c.use", "c: {use: true}\ntags: {data: false}\n"),
        # the values of the chart that is not at hand may say so
        ("tags: [data], condition: cache.use", "tags: {data: false}\n"),
        ('condition: "cache.use,c.use"', "c: {use: false}\n"),
        # for Helm the blank is part of the key
        ('condition: "d.use, c.use"', "c: {use: false}\n"),
    ],
)
def test_what_the_dependency_itself_may_decide_is_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str, values: str
) -> None:
    chart = CHART.replace('condition: "c.use,cache.use"', way)

    assert MISSING in said(tmp_path / "r", capsys, values, chart=chart)
