"""The findings that the README shows are those of a repository that makes these mistakes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from argowave.commands import main
from this_repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FILES = {
    "payments.yaml": """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: payments, namespace: argocd}
spec:
  project: payments
  source:
    repoURL: https://git.example.com/prod.git
    path: services/payments
    targetRevision: main
    helm: {valueFiles: [values-prod.yaml]}
  destination: {server: https://kubernetes.default.svc, namespace: payments}
""",
    "services/payments/Chart.yaml": """apiVersion: v2
name: payments
version: 1.0.0
dependencies: [{name: service, version: 1.0.0, repository: "file://../../charts/service"}]
""",
    "services/payments/values-prod.yaml": """service:
  replicas: three
  image:
    tga: 1.4.2
""",
    "charts/service/Chart.yaml": "apiVersion: v2\nname: service\nversion: 1.0.0\n",
    "charts/service/values.yaml": "replicas: 1\nimage: {tag: 1.0.0}\n",
    "charts/service/templates/deployment.yaml": """apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app: {{ .Release.Name }}}}
    spec:
      containers:
        - {name: service, image: "ghcr.io/acme/service:{{ .Values.image.tag }}"}
""",
}


def test_the_readme_shows_what_lint_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = tmp_path / "prod"
    for name, text in FILES.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    main(["lint", "--repository", str(repository), "--no-cache"])

    (shown,) = re.findall(r"```\n(services/.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    said = capsys.readouterr().out.splitlines()
    assert [line for line in shown.splitlines() if line not in said] == []
