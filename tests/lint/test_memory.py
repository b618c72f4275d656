"""What a lint holds in memory: how much for each Application, and for how long."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

import pytest

from argowave.commands import main
from argowave.lint import Linter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from weakref import ReferenceType

    from argowave.lint import Plot
    from argowave.resources import Inventory
    from argowave.rules import Scene

REPOSITORY = Path(__file__).parents[2]
OWN = "https://git.example.org/team/repo.git"
MOST = 24_000  # bytes for an Application of four manifests: a third more than it is
FEW, MANY = 10, 40

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: team
  destination: {{server: https://kubernetes.default.svc, namespace: team}}
  source: {{repoURL: {url}, targetRevision: HEAD, path: {path}}}
  syncPolicy: {{automated: {{}}, syncOptions: [CreateNamespace=true]}}
"""
PROJECT = f"""apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {{name: team, namespace: argocd}}
spec:
  sourceRepos: [{OWN}]
  destinations: [{{server: https://kubernetes.default.svc, namespace: "*"}}]
  clusterResourceWhitelist: [{{group: "", kind: Namespace}}]
"""
TEMPLATES = {
    "deployment.yaml": """apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}, labels: {app: {{ .Release.Name }}}}
spec:
  replicas: 2
  selector: {matchLabels: {app: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app: {{ .Release.Name }}}}
    spec:
      securityContext: {runAsNonRoot: true}
      containers:
        - name: app
          image: registry.example.org/team/app:1.0.0
          envFrom: [{configMapRef: {name: {{ .Release.Name }}}}]
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {httpGet: {path: /ready, port: http}}
          resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}
""",
    "service.yaml": """apiVersion: v1
kind: Service
metadata: {name: {{ .Release.Name }}, labels: {app: {{ .Release.Name }}}}
spec:
  selector: {app: {{ .Release.Name }}}
  ports: [{name: http, port: 80, targetPort: http}]
""",
    "configmap.yaml": """apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}, labels: {app: {{ .Release.Name }}}}
data: {LEVEL: info}
""",
}


class Seen:
    """What there was at the end of checks."""

    def __init__(self) -> None:
        self.held: list[int] = []  # bytes
        self.inventories: list[ReferenceType[Inventory]] = []
        self.left: list[int] = []  # inventories that were still there when the next tree was

    def note(self, scene: Scene) -> None:
        self.inventories.append(ref(scene.inventory))
        gc.collect()
        self.held.append(tracemalloc.get_traced_memory()[0])


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """Notes what is held while a scene and what was found in it are still there."""
    noted = Seen()
    load, check = Linter.open_scene, Linter.check_scene

    def load_and_count(self: Linter, plot: Plot) -> Scene:
        scene = load(self, plot)
        gc.collect()
        noted.left.append(sum(each() is not None for each in noted.inventories))
        return scene

    def check_and_note(self: Linter, scene: Scene) -> object:
        found = check(self, scene)
        noted.note(scene)
        return found

    monkeypatch.setattr(Linter, "open_scene", load_and_count)
    monkeypatch.setattr(Linter, "check_scene", check_and_note)
    tracemalloc.start()
    yield noted
    tracemalloc.stop()


def test_an_application_takes_no_more_memory_than_it_did(tmp_path: Path, seen: Seen) -> None:
    for number, count in enumerate((FEW, FEW, MANY)):  # the first run loads everything
        lint(tmp_path / str(number), count)

    _, few, many = seen.held

    assert (many - few) / (MANY - FEW) < MOST


def test_nothing_of_a_tree_is_held_once_it_is_checked(tmp_path: Path, seen: Seen) -> None:
    lint(tmp_path / "repository", 2)

    gc.collect()

    assert [each() for each in seen.inventories] == [None]


def test_of_several_environments_one_tree_is_held_at_a_time(seen: Seen) -> None:
    tracemalloc.stop()  # which takes its time

    main(["lint", "--repository", str(REPOSITORY)])

    assert seen.left == [0, 0, 0]


def lint(folder: Path, count: int) -> None:
    write(folder, count)
    assert main(["lint", "--repository", str(folder), "--root", str(folder / "root.yaml")]) == 0


def write(folder: Path, count: int) -> None:
    """Write a repository of so many Applications, each with a chart."""
    (folder / "apps").mkdir(parents=True)
    (folder / "argowave.toml").write_text(f'repositories = ["{OWN}"]\n')
    (folder / "root.yaml").write_text(APPLICATION.format(name="root", url=OWN, path="apps"))
    (folder / "apps" / "team.yaml").write_text(PROJECT)
    for number in range(count):
        name = f"app-{number:03}"
        text = APPLICATION.format(name=name, url=OWN, path=f"charts/{name}")
        (folder / "apps" / f"{name}.yaml").write_text(text)
        templates = folder / "charts" / name / "templates"
        templates.mkdir(parents=True)
        (templates.parent / "Chart.yaml").write_text(
            f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n"
        )
        for file, template in TEMPLATES.items():
            (templates / file).write_text(template)
