"""Applications that apply each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

URL = "https://git.example.com/team/shop.git"
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  destination: {{server: https://kubernetes.default.svc, namespace: argocd}}
  source: {{repoURL: {url}, path: {path}, targetRevision: HEAD}}
"""
WRONG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: BAD_NAME}\n"


def write(folder: Path, applications: dict[str, tuple[str, str]]) -> None:
    """Write Applications by file: name and path; and a wrong object in web/."""
    files = {
        path: APPLICATION.format(name=name, url=URL, path=led)
        for path, (name, led) in applications.items()
    }
    files |= {"web/config.yaml": WRONG, "argowave.toml": f'repositories = ["{URL}"]\n'}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_what_applications_that_apply_each_other_lead_to_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    applications = {
        "apps/argocd.yaml": ("argocd", "argocd"),
        "apps/aaa.yaml": ("web", "web"),
        "argocd/root.yaml": ("root", "apps"),
    }
    write(tmp_path, applications)

    assert main(["lint", "--repository", str(tmp_path), "--no-cache"]) == 1
    out = capsys.readouterr().out

    assert "web/config.yaml:3 ConfigMap/BAD_NAME $.metadata.name: Kubernetes refuses" in out
    assert "left out" not in out


def test_a_circle_beside_a_root_is_looked_at_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    applications = {
        "alone.yaml": ("alone", "other"),
        "apps/argocd.yaml": ("argocd", "argocd"),
        "apps/web.yaml": ("web", "web"),
        "argocd/root.yaml": ("root", "apps"),
    }
    write(tmp_path, applications)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/config.yaml").write_text(WRONG.replace("BAD_NAME", "good"))

    main(["lint", "--repository", str(tmp_path), "--no-cache"])

    assert "ConfigMap/BAD_NAME" in capsys.readouterr().out
