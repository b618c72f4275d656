"""wave-order: what a pod merely waits for is a warning, what fails a sync is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.commands import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/case.git, path: {path}, targetRevision: main}}
  destination: {{server: https://kubernetes.default.svc, namespace: kube-system}}
"""
CLAIM = """apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
"""
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec: {{containers: [{{name: a, image: "example.com/a:v1.0.0"}}], {spec}}}
"""
SERVICE_ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: data}\n"


def lint(folder: Path, capsys: pytest.CaptureFixture[str], other: str, spec: str) -> list[str]:
    files = {
        "root.yaml": APPLICATION.format(name="root", path="apps"),
        "apps/web.yaml": APPLICATION.format(name="web", path="web"),
        "apps/data.yaml": APPLICATION.format(name="data", path="data"),
        "web/web.yaml": DEPLOYMENT.format(spec=spec),
        "data/other.yaml": other,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    main(["lint", "--repository", str(folder), "--no-cache"])
    return [line for line in capsys.readouterr().out.splitlines() if "(wave-order" in line]


def test_pods_wait_for_what_another_application_brings_at_the_same_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    volumes = "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]"
    (found,) = lint(tmp_path, capsys, CLAIM, volumes)

    assert "Deployment/web of Application/web mounts PersistentVolumeClaim/data" in found
    assert "(wave-order, warning)" in found


def test_without_its_service_account_no_pod_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = lint(tmp_path, capsys, SERVICE_ACCOUNT, "serviceAccountName: data")

    assert "Deployment/web of Application/web runs as ServiceAccount/data" in found
    assert "(wave-order, error)" in found
