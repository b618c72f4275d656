"""What is said of what an Application has applied before, once its sources give nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://git.example.com/team/shop.git"
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: app, namespace: argocd}}
spec:
  project: shop
  destination: {{server: https://kubernetes.default.svc, namespace: app}}
  syncPolicy: {{{policy}}}
  sources:
{sources}"""
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n"
REFUSED = "Argo CD refuses to delete all that it gave before, as automated.allowEmpty is not set"
DELETED = "Argo CD deletes what it gave before, as automated.prune and allowEmpty are set"
PARTLY = (
    "Argo CD deletes what it gave before, as automated.prune is set, unless the other sources "
    "give nothing either"
)
BY_HAND = "what it gave before stays until a sync is told to prune"
KEPT = "what it gave before stays, as automated.prune is not set"


@pytest.mark.parametrize(
    ("policy", "paths", "said"),
    [
        ("", ["empty"], BY_HAND),
        ("automated: {prune: true, enabled: false}", ["empty"], BY_HAND),
        ("automated: {}", ["empty"], KEPT),
        ("automated: {prune: true}", ["empty"], REFUSED),
        ("automated: {prune: true}", ["empty", "link"], REFUSED),
        ("automated: {prune: true}", ["empty", "web"], PARTLY),
        ("automated: {prune: true, allowEmpty: true}", ["empty", "web"], DELETED),
    ],
)
def test_what_argo_cd_does_with_what_an_empty_source_gave_before_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    policy: str,
    paths: list[str],
    said: str,
) -> None:
    sources = "".join(f"    - {{repoURL: {URL}, path: {each}}}\n" for each in paths)
    files = {
        "apps/app.yaml": APPLICATION.format(policy=policy, sources=sources),
        "empty/README.md": "",
        "web/a.yaml": MAP,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "link").symlink_to("web")

    main(["lint", "--repository", str(tmp_path), "--no-cache"])

    out = capsys.readouterr().out
    place = "apps/app.yaml:9 Application/app $.spec.sources[0]: the path empty holds no manifest"
    assert f"{place}; {said} (source, warning)" in out
    assert ("the path link is a symbolic link to web" in out) == ("link" in paths)
    assert out.count(said) == (2 if "link" in paths else 1)
