"""`argowave upgrade` on small repositories, and on this one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

import argowave.report
from argowave.commands import main
from argowave.finding import Finding
from argowave.upgrade.breaks import first_breaks

REPOSITORY = Path(__file__).parents[2]
URL = "https://git.example.com/a/b"
APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/a/b, path: {path}}}
  destination: {{server: https://kubernetes.default.svc, namespace: shop}}
"""
FLOW_SCHEMA = """apiVersion: flowcontrol.apiserver.k8s.io/{}
kind: FlowSchema
metadata: {{name: mine}}
spec: {{priorityLevelConfiguration: {{name: exempt}}}}
"""
CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: widgets.example.com}}
spec:
  group: example.com
  scope: Namespaced
  names: {{kind: Widget, plural: widgets}}
  versions:
    - name: {version}
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: {required}
              properties: {properties}
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A repository with one root Application, and the command on it."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, path: str, text: str) -> None:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def upgrade(self, *words: str) -> tuple[int, str, str]:
        root = self.path / "root.yaml"
        code = main(["upgrade", "--repository", str(self.path), "--root", str(root), *words])
        out, err = self.capsys.readouterr()
        return code, out, err


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Site:
    made = Site(tmp_path.resolve(), capsys)
    made.write("argowave.toml", f'repositories = ["{URL}"]\n')
    made.write("root.yaml", APPLICATION.format(name="root", path="manifests"))
    return made


def test_a_kind_that_goes_is_shown_with_the_version_and_with_what_replaces_it(site: Site) -> None:
    site.write("manifests/flow.yaml", FLOW_SCHEMA.format("v1beta3"))

    assert site.upgrade("--from", "1.30") == (
        1,
        (
            "root, Kubernetes 1.30: 2 objects with Kubernetes 1.31, Kubernetes 1.32, "
            "Kubernetes 1.33, Kubernetes 1.34, Kubernetes 1.35, Kubernetes 1.36, "
            "Kubernetes 1.37: 1 breaks\n"
            "  OBJECT           BREAKS WITH      WHERE                  WHAT\n"
            "  FlowSchema/mine  Kubernetes 1.32  manifests/flow.yaml:1  $.apiVersion: "
            "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is gone since Kubernetes 1.32; "
            "use flowcontrol.apiserver.k8s.io/v1\n"
        ),
        "",
    )


def test_nothing_breaks_below_the_version_that_breaks_it(site: Site) -> None:
    site.write("manifests/flow.yaml", FLOW_SCHEMA.format("v1beta3"))

    assert site.upgrade("--from", "1.30", "--kubernetes-version", "1.31") == (
        0,
        "root, Kubernetes 1.30: 2 objects with Kubernetes 1.31: none breaks\n",
        "",
    )


def test_a_chart_is_rendered_for_each_version(site: Site) -> None:
    chosen = (
        '{{ semverCompare "<1.31-0" .Capabilities.KubeVersion.Version | ternary "v1beta3" "v1" }}'
    )
    site.write("manifests/Chart.yaml", "apiVersion: v2\nname: flows\nversion: 1.0.0\n")
    site.write("manifests/templates/flow.yaml", FLOW_SCHEMA.format(chosen))

    assert site.upgrade("--from", "1.30")[0] == 0


def test_a_chart_that_refuses_a_version_breaks_with_it(site: Site) -> None:
    site.write(
        "manifests/Chart.yaml",
        'apiVersion: v2\nname: flows\nversion: 1.0.0\nkubeVersion: "<1.36.0-0"\n',
    )
    site.write("manifests/templates/flow.yaml", FLOW_SCHEMA.format("v1"))
    code, out, _ = site.upgrade("--from", "1.34")

    assert code == 1
    assert "Kubernetes 1.36" in out.splitlines()[2]
    assert "<1.36.0-0" in out


def test_a_field_that_an_older_version_does_not_know_breaks_a_downgrade(site: Site) -> None:
    site.write(
        "manifests/pod.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n"
        "  resources: {limits: {cpu: 1}}\n  containers: [{name: web, image: web}]\n",
    )
    report = json.loads(
        site.upgrade("--from=1.36", "--kubernetes-version=1.30..1.33", "--format=json")[1]
    )

    assert [(each["target"], each["subject"]) for each in report["environments"][0]["breaks"]] == [
        ("Kubernetes 1.30", "Pod/web")
    ]


def test_what_is_wrong_already_is_left_to_lint(site: Site) -> None:
    site.write(
        "manifests/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatta: {}\n"
    )

    assert site.upgrade("--from", "1.35")[0] == 0


WIDGET = (
    "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: big, old: 1}\n"
)
SIZES = "{{size: {{type: string, enum: {}}}, old: {{type: integer}}}}"


@pytest.mark.parametrize(
    ("version", "required", "properties", "what"),
    [
        ("v1", "[]", SIZES.format("[big, small]"), ""),
        ("v1", "[colour]", SIZES.format("[big]"), ":4  $.spec: required field colour is missing"),
        (
            "v1",
            "[]",
            SIZES.format("[small]"),
            ':4  $.spec.size: is a string ("big"), must be "small"',
        ),
        ("v1", "[]", "{size: {type: string}}", ":4  $.spec.old: unknown field"),
        (
            "v2",
            "[]",
            SIZES.format("[big]"),
            ":1  $.apiVersion: example.com/v1 Widget is not served; use example.com/v2",
        ),
    ],
)
def test_what_new_definitions_refuse_is_shown(
    site: Site, version: str, required: str, properties: str, what: str
) -> None:
    site.write("manifests/widget.yaml", WIDGET)
    text = CRD.format(version=version, required=required, properties=properties)
    site.write("new/nested/widgets.yaml", text)
    site.write("new/readme.yaml", "just: text\n")
    code, out, _ = site.upgrade("--crds", str(site.path / "new"))

    assert code == (1 if what else 0)
    assert out.splitlines()[0].startswith("root, Kubernetes 1.36: 2 objects with the CRDs: ")
    if what:
        assert f"Widget/w  the CRDs     manifests/widget.yaml{what}" in out


def test_definitions_of_nothing_in_the_tree_are_named(site: Site) -> None:
    site.write("manifests/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    text = CRD.format(version="v1", required="[]", properties="{}")
    site.write("new.yaml", text)

    assert site.upgrade("--crds", str(site.path / "new.yaml")) == (
        0,
        (
            "root, Kubernetes 1.36: 2 objects with the CRDs: none breaks\n"
            "  not checked: the CRDs: no object of this tree is of a kind that they define\n"
        ),
        "",
    )


SETTINGS = """apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm, namespace: argocd}
data:
  repositories: "[]"
"""


def test_what_an_argo_cd_has_no_longer_or_not_yet_is_shown(site: Site) -> None:
    site.write("manifests/settings.yaml", SETTINGS)
    site.write(
        "manifests/map.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
        "  annotations: {argocd.argoproj.io/sync-options: Prune=confirm}\n",
    )
    code, out, _ = site.upgrade("--argocd-version", "3.0", "--argocd-version=v2.13.1")

    assert code == 1
    assert out.splitlines()[2:] == [
        (
            "  ConfigMap/a          Argo CD 2.13  manifests/map.yaml:5       "
            "$.metadata.annotations['argocd.argoproj.io/sync-options']: Prune=confirm came with "
            "Argo CD 2.14, and 2.13 passes over it; leave it out"
        ),
        (
            "  ConfigMap/argocd-cm  Argo CD 3.0   manifests/settings.yaml:5  $.data.repositories: "
            "is read no more since Argo CD 3.0; declare repositories as Secrets labelled "
            "argocd.argoproj.io/secret-type"
        ),
    ]


KUSTOMIZATION = """apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: ["https://raw.githubusercontent.com/argoproj/argo-cd/v3.2.0/manifests/install.yaml"]
"""


def test_an_argo_cd_that_keeps_itself_needs_to_be_applied_by_the_server(site: Site) -> None:
    site.write("manifests/kustomization.yaml", KUSTOMIZATION)
    code, out, _ = site.upgrade("--argocd-version", "3.2", "--argocd-version", "3.3")
    text = (site.path / "root.yaml").read_text()
    site.write("root.yaml", f"{text}  syncPolicy: {{syncOptions: [ServerSideApply=true]}}\n")

    assert code == 1
    assert "Application/root  Argo CD 3.3  root.yaml:4  $.spec.syncPolicy.syncOptions: " in out
    assert site.upgrade("--argocd-version", "3.3")[0] == 0


def test_json_fits_its_published_schema(site: Site) -> None:
    path = Path(argowave.report.__file__).parent / "upgrade.schema.json"
    schema = json.loads(path.read_text())
    site.write("manifests/flow.yaml", FLOW_SCHEMA.format("v1beta3"))
    report = json.loads(site.upgrade("--from", "1.30", "--format", "json")[1])

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(report, schema)
    assert report["environments"][0]["breaks"] == [
        {
            "target": "Kubernetes 1.32",
            "subject": "FlowSchema/mine",
            "application": "root/root",
            "path": "manifests/flow.yaml",
            "problems": [
                {
                    "line": 1,
                    "pointer": "$.apiVersion",
                    "message": "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is gone since "
                    "Kubernetes 1.32; use flowcontrol.apiserver.k8s.io/v1",
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--kubernetes-version=1.99"], "there are no schemas for Kubernetes 1.99\n"),
        (["--kubernetes-version=x"], '"x" is no Kubernetes version\n'),
        (["--kubernetes-version=1.36.."], '"1.36.." is no range of versions\n'),
        (["--kubernetes-version=1.37..1.36"], '"1.37..1.36" is no range of versions\n'),
        (["--argocd-version=latest"], '"latest" is no version of Argo CD\n'),
        (["--from=9"], '"9" is no Kubernetes version\n'),
    ],
)
def test_versions_that_nobody_knows_are_named(site: Site, words: list[str], message: str) -> None:
    site.write("manifests/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    code, out, err = site.upgrade(*words)

    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}")


def test_of_an_object_only_the_first_target_is_kept() -> None:
    one, two, old = (Finding("a.yaml", 1, "A/a", "", text, "") for text in ("x", "y", "z"))
    other = Finding("b.yaml", 1, "B/b", "", "x", "")
    series = [("1", [old]), ("2", [old, one]), ("3", [one, two, other])]

    assert [(each.target, each.findings) for each in first_breaks(series, [old])] == [
        ("2", (one,)), ("3", (other,)),
    ]  # fmt: skip


def test_this_repository_breaks_with_no_newer_kubernetes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["upgrade", "--repository", str(REPOSITORY)]) == 0
    assert capsys.readouterr().out.count("none breaks") == 3
