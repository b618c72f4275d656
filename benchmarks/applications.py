"""An app-of-apps repository of any size: Applications, each with a chart and a values file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from argowave.schema import open_store, strict

if TYPE_CHECKING:
    from pathlib import Path

REPOSITORY = "https://git.example.org/team/large.git"
KINDS = (
    ("apps/v1", "Deployment"),
    ("argoproj.io/v1alpha1", "Application"),
    ("argoproj.io/v1alpha1", "AppProject"),
    ("networking.k8s.io/v1", "Ingress"),
    ("v1", "ConfigMap"),
    ("v1", "Service"),
    ("v1", "ServiceAccount"),
)
# kubeconform's template for the files that write_schemas writes
LOCATION = "{{.ResourceKind}}{{.KindSuffix}}.json"

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {name}
  namespace: argocd
  finalizers: [resources-finalizer.argocd.argoproj.io]
spec:
  project: team
  destination:
    server: https://kubernetes.default.svc
    namespace: team
  source:
    repoURL: {repository}
    targetRevision: main
    path: {path}
  syncPolicy:
    automated: {{prune: true, selfHeal: true}}
    syncOptions: [CreateNamespace=true]
"""
PROJECT = """apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {{name: team, namespace: argocd}}
spec:
  sourceRepos: [{repository}]
  destinations: [{{server: https://kubernetes.default.svc, namespace: "*"}}]
  clusterResourceWhitelist: [{{group: "*", kind: "*"}}]
"""
VALUE_FILES = """    helm:
      valueFiles:
        - /values/{name}.yaml
"""
VALUES = """replicas: {replicas}
image:
  tag: 1.{number}.0
host: {name}.example.org
environment:
  LOG_LEVEL: info
  NUMBER: "{number}"
"""
DEFAULTS = """replicas: 1
image:
  repository: registry.example.org/team/app
  tag: ""
port: 8080
host: ""
environment: {}
resources:
  requests: {cpu: 50m, memory: 64Mi}
  limits: {memory: 128Mi}
"""
HELPERS = """{{- define "labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "metadata" -}}
metadata:
  name: {{ .Release.Name }}
  labels:
    {{- include "labels" . | nindent 4 }}
{{- end }}
"""
TEMPLATES = {
    "deployment.yaml": """apiVersion: apps/v1
kind: Deployment
{{ include "metadata" . }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      {{- include "labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "labels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ .Release.Name }}
      securityContext: {runAsNonRoot: true}
      containers:
        - name: app
          image: {{ printf "%s:%s" .Values.image.repository .Values.image.tag | quote }}
          envFrom:
            - configMapRef:
                name: {{ .Release.Name }}
          ports:
            - name: http
              containerPort: {{ .Values.port }}
          readinessProbe:
            httpGet: {path: /ready, port: http}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
""",
    "service.yaml": """apiVersion: v1
kind: Service
{{ include "metadata" . }}
spec:
  selector:
    {{- include "labels" . | nindent 4 }}
  ports:
    - name: http
      port: 80
      targetPort: http
""",
    "configmap.yaml": """apiVersion: v1
kind: ConfigMap
{{ include "metadata" . }}
data:
  {{- range $key, $value := .Values.environment }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
""",
    "serviceaccount.yaml": """apiVersion: v1
kind: ServiceAccount
{{ include "metadata" . }}
automountServiceAccountToken: false
""",
    "ingress.yaml": """{{- if .Values.host }}
apiVersion: networking.k8s.io/v1
kind: Ingress
{{ include "metadata" . }}
spec:
  rules:
    - host: {{ .Values.host | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {{ .Release.Name }}
                port: {name: http}
{{- end }}
""",
}


def write_repository(folder: Path, count: int, url: str = REPOSITORY) -> None:
    """Write a repository of `count` Applications; each chart renders five manifests."""
    for name in ("apps", "charts", "values"):
        (folder / name).mkdir(parents=True)
    root = APPLICATION.format(name="root", repository=url, path="apps")
    (folder / "root.yaml").write_text(root)
    (folder / "apps" / "team.yaml").write_text(PROJECT.format(repository=url))
    (folder / "argowave.toml").write_text(f'repositories = ["{url}"]\n')
    for number in range(count):
        _write_application(folder, f"app-{number:04}", number, url)


def _write_application(folder: Path, name: str, number: int, url: str) -> None:
    application = APPLICATION.format(name=name, repository=url, path=f"charts/{name}")
    head, policy, tail = application.partition("  syncPolicy:")
    whole = head + VALUE_FILES.format(name=name) + policy + tail
    (folder / "apps" / f"{name}.yaml").write_text(whole)
    values = VALUES.format(name=name, number=number, replicas=1 + number % 5)
    (folder / "values" / f"{name}.yaml").write_text(values)
    templates = folder / "charts" / name / "templates"
    templates.mkdir(parents=True)
    metadata = f"apiVersion: v2\nname: {name}\nversion: 1.0.0\nappVersion: 1.0.0\n"
    (templates.parent / "Chart.yaml").write_text(metadata)
    (templates.parent / "values.yaml").write_text(DEFAULTS)
    (templates / "_helpers.tpl").write_text(HELPERS)
    (templates / "NOTES.txt").write_text("{{ .Release.Name }} runs at {{ .Values.host }}.\n")
    for file, text in TEMPLATES.items():
        (templates / file).write_text(text)


def write_schemas(folder: Path) -> None:
    """Write our own store's strict schemas under the names that kubeconform looks for."""
    folder.mkdir()
    store = open_store()
    for api_version, kind in KINDS:
        found = store.find(api_version, kind)
        if found is None:
            message = f"no schema for {api_version} {kind}"
            raise LookupError(message)
        group, _, version = api_version.rpartition("/")
        suffix = f"-{group.split('.')[0]}-{version}" if group else f"-{version}"
        (folder / f"{kind.lower()}{suffix}.json").write_text(json.dumps(strict(found.body)))
