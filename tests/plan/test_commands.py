"""`argowave tree`, `manifests`, `plan` and `explain` on a small repository without environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import Exit, main
from json_schemas import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]

URL = "https://git.example.com/case.git"


def application(name: str, wave: int, path: str, namespace: str, options: str = "") -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {name}
  namespace: argocd
  annotations: {{argocd.argoproj.io/sync-wave: "{wave}"}}
spec:
  project: default
  source: {{repoURL: {URL}, path: {path}, targetRevision: v1.0.0}}
  destination: {{server: https://kubernetes.default.svc, namespace: {namespace}}}
  syncPolicy: {{automated: {{}}{options}}}
"""


FILES = {
    "pyproject.toml": f'[tool.argowave]\nrepositories = ["{URL}"]\n',
    "root.yaml": application("root", 0, "apps", "argocd"),
    "apps/shop.yaml": application(
        "shop",
        1,
        "shop",
        "shop",
        ", syncOptions: [CreateNamespace=true], managedNamespaceMetadata: {labels: {team: a}}",
    ),
    "apps/shown.yaml": application("shown", 2, "shown", "shop"),
    "shop/account.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n",
    "shop/deployment.yaml": """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {serviceAccountName: web}}}
""",
    "shown/secret.yaml": """apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {password: do-not-print-me}
""",
    "shown/job.yaml": """apiVersion: batch/v1
kind: Job
metadata: {name: check, annotations: {argocd.argoproj.io/hook: PostSync}}
spec: {template: {spec: {restartPolicy: Never}}}
""",
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    repository = tmp_path / "small"
    for name, text in FILES.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(*argv: str, code: Exit = Exit.WELL) -> str:
        assert main([*argv, "--repository", str(repository)]) == code
        captured = capsys.readouterr()
        return captured.out if code is Exit.WELL else captured.err

    return run


def test_tree_shows_every_manifest_below_its_application(run: Run) -> None:
    assert (
        run("tree")
        == """small
  Application/root in argocd  root.yaml:1
    Application/shop in argocd  apps/shop.yaml:1
      ServiceAccount/web in shop  shop/account.yaml:1
      Deployment/web in shop  shop/deployment.yaml:1
    Application/shown in argocd  apps/shown.yaml:1
      Job/check in shop  shown/job.yaml:1
      Secret/key in shop  shown/secret.yaml:1
"""
    )


def test_tree_as_json_nests_in_the_same_way(run: Run) -> None:
    [small] = read("tree", run("tree", "--format", "json"))["environments"]
    [root] = small["objects"]

    assert small["environment"] == "small"
    assert root["destination"] == {"cluster": "in-cluster", "namespace": "argocd"}
    assert [each["name"] for each in root["objects"]] == ["shop", "shown"]
    assert root["objects"][0]["objects"][0] == {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "name": "web",
        "namespace": "shop",
        "file": "shop/account.yaml",
        "line": 1,
    }


def test_manifests_stand_in_order_with_their_namespaces_and_the_one_that_is_created(
    run: Run,
) -> None:
    assert (
        run("manifests", "shop")
        == """---
# small/shop: CreateNamespace=true
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    team: a
---
# small/shop: shop/account.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: shop
---
# small/shop: shop/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      serviceAccountName: web
"""
    )


def test_manifests_hide_what_a_secret_holds(run: Run) -> None:
    printed = run("manifests")

    assert "password: ++++++++" in printed
    assert "do-not-print-me" not in printed


def test_an_application_that_is_not_there_is_refused(run: Run) -> None:
    assert run("manifests", "shp", code=Exit.COULD_NOT_RUN) == (
        "error: there is no Application shp\n  did you mean shop?\n"
    )


def test_a_plan_says_what_each_wave_waits_for(run: Run) -> None:
    assert (
        run("plan")
        == """small
Application/root
  wave 1
    Application/shop into shop
      wave 0
        ServiceAccount/web
        Deployment/web after ServiceAccount/web
    └ whether it waits for Application/shop is not known: argocd-cm is not in the tree
  wave 2
    Application/shown into shop after Application/shop
      wave 0
        Secret/key
      PostSync wave 0
        Job/check
"""
    )


def test_a_plan_is_drawn_with_an_arrow_for_each_wave(run: Run) -> None:
    assert (
        run("plan", "--format", "mermaid")
        == """flowchart TD
  subgraph r0["Application/root"]
    subgraph r0_0["wave 1"]
      subgraph r0_0_0["Application/shop"]
        subgraph r0_0_0_0["wave 0"]
          r0_0_0_0_objects["ServiceAccount/web<br/>Deployment/web"]
        end
      end
    end
    subgraph r0_1["wave 2"]
      subgraph r0_1_0["Application/shown"]
        subgraph r0_1_0_0["wave 0"]
          r0_1_0_0_objects["Secret/key"]
        end
        subgraph r0_1_0_1["PostSync wave 0"]
          r0_1_0_1_objects["Job/check"]
        end
        r0_1_0_0 --> r0_1_0_1
      end
    end
    r0_0 -. not known .-> r0_1
  end
"""
    )


def test_a_plan_as_json_has_the_same_parts(run: Run) -> None:
    [plan] = read("plan", run("plan", "--format", "json"))["environments"]
    [root] = plan["roots"]
    shop = root["stages"][0]["objects"][0]

    assert shop["needed_by"] == ["Application/shown"]
    assert shop["inside"]["stages"][0]["objects"][1] == {
        "subject": "Deployment/web",
        "namespace": "shop",
        "file": "shop/deployment.yaml",
        "hook": False,
        "until": "Healthy",
        "check": "Argo CD's built-in health check",
        "needs": ["ServiceAccount/web"],
        "needed_by": [],
        "missing": [],
        "inside": None,
        "makes": None,
    }


def test_a_rule_is_explained_without_looking_at_anything(run: Run) -> None:
    assert run("explain", "wave-order").startswith("wave-order (order, error)\n")


def test_a_manifest_is_explained_from_the_root_down_to_it(run: Run) -> None:
    assert (
        run("explain", "ServiceAccount/web")
        == """small
  ServiceAccount/web (shop/account.yaml:1)
    applied by: Application/root (by hand) → Application/shop (Sync wave 1) → ServiceAccount/web \
(Sync wave 0)
    its health: it is ready once it is applied
    needs:
      ServiceAccount/web is in Namespace/shop
        because of $.metadata in shop/account.yaml:3
        Application/shop creates it (CreateNamespace=true)
        has to exist first
    needed by:
      Deployment/web runs as ServiceAccount/web (shop/account.yaml:1)
        because of $.spec.template.spec.serviceAccountName in shop/deployment.yaml:4
        has to exist first
        it comes in the same step of Application/shop
"""
    )


@pytest.mark.parametrize(
    "words",
    [["Deployment/web → ServiceAccount/web"], ["shop/account.yaml", "Deployment/web"]],
    ids=str,
)
def test_an_edge_is_explained_by_the_field_that_it_comes_from(run: Run, words: list[str]) -> None:
    assert (
        run("explain", *words)
        == """small
  Deployment/web runs as ServiceAccount/web (shop/account.yaml:1)
    because of $.spec.template.spec.serviceAccountName in shop/deployment.yaml:4
    has to exist first
    it comes in the same step of Application/shop
"""
    )


def test_what_has_nothing_to_do_with_each_other_is_said_to(run: Run) -> None:
    assert run("explain", "Secret/key", "Deployment/web") == (
        "small\n  nothing in Secret/key and Deployment/web refers to the other\n"
    )


def test_what_is_not_there_is_refused_with_what_is_near(run: Run) -> None:
    assert run("explain", "Deploment/web", code=Exit.COULD_NOT_RUN) == (
        "error: there is no rule, manifest or file Deploment/web\n  did you mean Deployment/web?\n"
    )
    assert run("explain", "defalt-project", code=Exit.COULD_NOT_RUN) == (
        "error: there is no rule, manifest or file defalt-project\n"
        "  did you mean default-project?\n"
    )
    assert run("explain", "qqqq", code=Exit.COULD_NOT_RUN) == (
        "error: there is no rule, manifest or file qqqq\n"
        "  `argowave tree` shows every manifest, `argowave rules list` every rule\n"
    )
    assert run("explain", "shop/deploiment.yaml", code=Exit.COULD_NOT_RUN) == (
        "error: there is no rule, manifest or file shop/deploiment.yaml\n"
        "  did you mean shop/deployment.yaml?\n"
    )


def test_a_file_that_is_there_and_holds_no_manifest_is_not_said_to_be_missing(run: Run) -> None:
    assert run("explain", "pyproject.toml", code=Exit.COULD_NOT_RUN) == (
        "error: nothing that Argo CD applies stands in pyproject.toml itself\n"
        "  `argowave tree` shows every manifest with the file that it comes from\n"
    )
