"""The tightest AppProjects: proved on this repository, on small ones, and on any needs."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import argowave.report
from argowave.commands import main
from argowave.manifest import Manifest
from argowave.projects import Destination
from argowave.resources import Key, Resource
from argowave.tightening import Kind, Needs, tighten, unmet
from argowave.tightening.minimal import ALLOWED
from argowave.yamlio import Document, read_documents
from argowave.yamlio.write import dump
from this_repository import copy_repository

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
SCHEMA = json.loads((Path(argowave.report.__file__).parent / "projects.schema.json").read_text())


def needs_with(spec: dict[str, Any]) -> Needs:
    """Return the needs, none yet, of an AppProject with a spec."""
    body = {"apiVersion": "argoproj.io/v1alpha1", "kind": "AppProject", "metadata": {"name": "p"}}
    (document,) = read_documents(dump({**body, "spec": spec}).encode(), "p.yaml")
    assert isinstance(document, Document)
    key = Key("in-cluster", "argoproj.io", "AppProject", "argocd", "p")
    return Needs(Resource(Manifest(document), key, None, document.body))


WORDS = st.text(alphabet="ab*?{}-", min_size=1, max_size=4)
IN_URLS = st.text(alphabet="ab{}\\-", min_size=1, max_size=4)
DENIALS = {
    "sourceRepos": ["*", "!https://a/b"],
    "destinations": [{"server": "*", "namespace": "*"}, {"server": "!https://a", "namespace": "*"}],
    "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
    "namespaceResourceBlacklist": [{"group": "*", "kind": "Deployment"}],
    "syncWindows": [{"kind": "deny", "schedule": "0 0 * * *", "duration": "1h"}],
    "orphanedResources": {"warn": True},
}


@st.composite
def any_needs(draw: st.DrawFn) -> Needs:
    needs = needs_with(draw(st.sampled_from([{}, DENIALS])))
    ends = st.sampled_from(["", ".git"])
    urls = st.builds("https://{}/{}{}".format, st.text("ab-", min_size=1), IN_URLS, ends)
    places = st.builds(
        Destination,
        server=st.just("") | WORDS.map("https://{}".format),
        name=WORDS,
        namespace=WORDS,
    )
    kinds = st.builds(
        lambda kind, name, namespaced: Kind("g", kind, "" if namespaced else name, namespaced),
        st.sampled_from(["A", "B"]),
        st.text(alphabet="ab[:?\\", min_size=1, max_size=3),
        st.booleans() | st.none(),
    )
    needs.sources.update(dict.fromkeys(draw(st.lists(urls, max_size=3))))
    needs.destinations.update(dict.fromkeys(draw(st.lists(places, max_size=3))))
    needs.kinds.update(dict.fromkeys(draw(st.lists(kinds, max_size=4))))
    return needs


@given(needs=any_needs())
def test_whatever_is_needed_is_admitted_and_nothing_can_be_taken_away(needs: Needs) -> None:
    spec = tighten(needs).spec

    assert list(unmet(spec, needs)) == []
    for smaller in without_one(spec):
        assert list(unmet(smaller, needs)) != []


def test_a_cluster_that_is_stated_by_name_and_by_server_has_one_entry() -> None:
    needs = needs_with({})
    for server in ("", "https://a"):
        needs.destinations[Destination(server=server, name="a", namespace="n")] = None

    assert tighten(needs).spec["destinations"] == [{"name": "a", "namespace": "n"}]


@given(needs=any_needs())
def test_what_is_tight_stays_as_it_is(needs: Needs) -> None:
    needs.project = needs_with(tighten(needs).spec).project

    assert tighten(needs).changes() == {}


@given(needs=any_needs())
def test_where_not_all_is_known_nothing_is_narrowed_but_repositories(needs: Needs) -> None:
    needs.gaps["a chart"] = None
    present = needs.project.spec
    spec = tighten(needs).spec

    for name in ("destinations", "clusterResourceWhitelist", "namespaceResourceWhitelist"):
        before, after = present.get(name) or [], spec.get(name) or []
        assert [each for each in before if each not in after] == []
    assert spec.get("namespaceResourceBlacklist") == present.get("namespaceResourceBlacklist")


def without_one(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ALLOWED:
        for number in range(len(spec.get(name) or [])):
            smaller = copy.deepcopy(spec)
            del smaller[name][number]
            yield smaller


def test_what_says_nothing_of_permission_stays() -> None:
    spec = tighten(needs_with(DENIALS)).spec

    assert spec == {
        "sourceRepos": [],
        "destinations": [],
        "syncWindows": DENIALS["syncWindows"],
        "orphanedResources": {"warn": True},
        "namespaceResourceBlacklist": [{"group": "*", "kind": "*"}],
    }


@dataclass(frozen=True, slots=True)
class Site:
    """A repository and the command on it."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, command: str, *words: str) -> tuple[int, str, str]:
        code = main([command, "--repository", str(self.path), *words])
        out, err = self.capsys.readouterr()
        return code, out, err


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Site:
    """Give a copy of this repository."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # no charts
    return Site(copy_repository(tmp_path.resolve() / "site", settings=True), capsys)


def test_lint_finds_nothing_with_the_tightest_projects(here: Site) -> None:
    code, out, _ = here.run("projects", "--minimal", "--format", "json")
    report = json.loads(out)
    for each in report["projects"]:
        (document,) = read_documents((here.path / each["path"]).read_bytes(), each["path"])
        assert isinstance(document, Document)
        (here.path / each["path"]).write_text(dump({**document.body, "spec": each["spec"]}))

    assert code == 0
    assert here.run("lint")[0] == 0
    assert here.run("projects", "--minimal", "--format", "diff") == (0, "", "")


def test_json_fits_its_published_schema(here: Site) -> None:
    report = json.loads(here.run("projects", "--format", "json")[1])

    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(report, SCHEMA)
    assert {each["name"]: each["narrowed"] for each in report["projects"][:4]} == {
        "infrastructure": True, "platform": False, "root": True, "workloads": True,
    }  # fmt: skip


URL = "https://git.example.com/a/b"
TREE = f"""apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {{name: shop, namespace: argocd}}
spec:
  sourceRepos: ["*"]
  destinations: [{{server: "*", namespace: "*"}}]
  clusterResourceWhitelist: [{{group: "*", kind: "*"}}]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: web, namespace: argocd}}
spec:
  project: shop
  source: {{repoURL: {URL}, path: web}}
  destination: {{server: "https://kubernetes.default.svc", namespace: shop}}
  syncPolicy: {{syncOptions: [CreateNamespace=true]}}
"""
OBJECTS = """apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: elsewhere}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: a}
"""


@pytest.fixture
def small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Site:
    (tmp_path / "web").mkdir()
    (tmp_path / "root.yaml").write_text(TREE)
    (tmp_path / "web/objects.yaml").write_text(OBJECTS)
    (tmp_path / "argowave.toml").write_text(f'repositories = ["{URL}"]\n')
    return Site(tmp_path, capsys)


def test_the_tightest_project_is_shown_as_yaml(small: Site) -> None:
    root = str(small.path / "root.yaml")

    assert small.run("projects", "--root", root, "--minimal") == (
        0,
        f"""---
# root.yaml:1 [root]
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
  namespace: argocd
spec:
  sourceRepos:
    - {URL}
  destinations:
    - server: https://kubernetes.default.svc
      namespace: elsewhere
    - server: https://kubernetes.default.svc
      namespace: shop
  clusterResourceWhitelist:
    - group: ""
      kind: Namespace
      name: shop
    - group: rbac.authorization.k8s.io
      kind: ClusterRole
      name: a
  namespaceResourceWhitelist:
    - group: ""
      kind: ConfigMap
""",
        "",
    )


def test_what_is_wider_than_needed_is_listed(small: Site) -> None:
    root = str(small.path / "root.yaml")

    assert small.run("projects", "--root", root) == (
        0,
        (
            "root.yaml:1 AppProject/shop [root]: 1 Application, 3 entries are wider than needed\n"
            '  sourceRepos: "*"\n'
            '  destinations: {"server": "*", "namespace": "*"}\n'
            '  clusterResourceWhitelist: {"group": "*", "kind": "*"}\n'
        ),
        "",
    )


def test_a_repository_that_a_secret_gives_to_the_project_needs_no_entry(small: Site) -> None:
    secret = (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: r\n  namespace: argocd\n"
        "  labels: {argocd.argoproj.io/secret-type: repository}\n"
        f"stringData: {{project: shop, url: {URL}}}\n"
    )
    (small.path / "web/repository.yaml").write_text(secret)
    words = ("--root", str(small.path / "root.yaml"), "--format", "json")
    report = json.loads(small.run("projects", *words)[1])

    assert report["projects"][0]["spec"]["sourceRepos"] == []


def test_a_tree_without_projects_is_told_so(small: Site) -> None:
    text = TREE.partition("---\n")[2].replace("project: shop", "project: default")
    (small.path / "root.yaml").write_text(text)

    assert small.run("projects", "--root", str(small.path / "root.yaml")) == (
        2,
        "",
        (
            "error: there is no AppProject in the tree\n"
            "  without one, Applications belong to `default`\n"
        ),
    )
    assert small.run("projects", "--format", "yaml")[0] == 2
