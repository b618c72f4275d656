"""Repositories without environments/ and without a stated root: what `lint` finds is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.commands import main
from diff.conftest import APPLICATION, TABLE, URL

if TYPE_CHECKING:
    from diff.conftest import Shop


CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"


def _diff(shop: Shop, *words: str) -> tuple[int, str, str]:
    code = main(["diff", "--repository", str(shop.path), *words])
    out, err = shop.capsys.readouterr()
    return code, out, err


def test_nothing_has_to_be_named(shop: Shop) -> None:
    path = shop.path / "manifests/web/web.yaml"
    path.write_text(path.read_text().replace("web:1", "web:2"))

    code, out, _ = _diff(shop)

    assert code == 0
    assert out == (
        "shop: 1 change in 1 Application\n"
        "  web\n"
        "    ~ Deployment/web in namespace shop\n"
        '        spec.template.spec.containers[name=web].image: "web:1" → "web:2"\n'
        "  restarts: Deployment/web 2 pods restart, one after the other\n"
    )


def test_a_tree_has_one_name_in_every_revision(shop: Shop) -> None:
    first = shop.git("rev-parse", "HEAD")
    shop.add_application("more")
    shop.write("manifests/more/c.yaml", CONFIG)
    shop.commit()
    _, out, _ = _diff(shop, first, "HEAD")

    assert out.splitlines()[0] == "shop: 2 changes in 2 Applications"


def test_the_first_application_of_a_repository_is_added(shop: Shop) -> None:
    shop.git("rm", "--quiet", "-r", "apps", "root.yaml")
    nothing = shop.commit("without Argo CD")
    shop.git("revert", "--no-edit", "HEAD")
    _, out, _ = _diff(shop, nothing)

    assert "    + Table/orders\n" in out


def test_an_environment_that_no_state_has_is_an_error(shop: Shop) -> None:
    assert _diff(shop, "HEAD", "--env", "nope") == (
        2,
        "",
        (
            f"error: there is no environment 'nope': {shop.path.as_posix()} has no environments/\n"
            "  without a name, every Application in the repository is looked at\n"
        ),
    )


SET = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec:
  goTemplate: true
  generators: [{list: {elements: [{name: facts}]}}]
  syncPolicy: {%s}
  template:
    metadata: {name: '{{.name}}'}
    spec:
      project: default
      source: {repoURL: https://git.example.com/team/shop.git, path: facts, targetRevision: main}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
"""


@pytest.mark.parametrize(
    ("policy", "code", "effect"),
    [
        ("", 1, "is deleted unless Application/truths syncs first, and its finalizer takes"),
        ("preserveResourcesOnDeletion: true", 0, "stays, and Application/truths takes it over"),
        ("applicationsSync: create-only", 0, "stays in the cluster: ApplicationSet/all has the"),
    ],
)
def test_an_application_set_deletes_what_it_does_not_make_any_more(
    policy: str, code: int, effect: str, shop: Shop
) -> None:
    shop.write("facts/table.yaml", TABLE.replace("orders", "facts"))
    shop.write("apps/set.yaml", SET % policy)
    shop.commit()
    shop.write("apps/set.yaml", (SET % policy).replace("{name: facts}", "{name: truths}"))
    found, out, _ = _diff(shop)

    assert found == code
    assert effect in out


PROGRAM = """function(name) {
  apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: name}, data: {w: importstr 'word.txt'}
}
"""
WITH_JSONNET = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: notes, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  source:
    repoURL: https://git.example.com/team/shop.git
    path: manifests/notes
    targetRevision: main
    directory: {jsonnet: {libs: [words], tlas: [{name: name, value: note}]}}
"""


def test_what_jsonnet_evaluates_to_is_compared_and_reviewed(shop: Shop) -> None:
    shop.write("apps/notes.yaml", WITH_JSONNET)
    shop.write("manifests/notes/a.jsonnet", PROGRAM)
    shop.write("words/word.txt", "one")
    before = shop.commit()
    shop.write("words/word.txt", "two")
    shop.commit()
    into = shop.path.parent / "review"
    code, out, _ = _diff(shop, before, "HEAD")
    reviewed = main(["review", "--repository", str(shop.path), "--into", str(into), before])
    shop.capsys.readouterr()

    assert (code, reviewed) == (0, 1)  # the shop itself has findings
    assert '    ~ ConfigMap/note in namespace shop\n        data.w: "one" → "two"\n' in out
    assert "ConfigMap/note" in "".join(
        path.read_text() for path in into.rglob("*") if path.is_file()
    )


def test_what_cannot_be_read_now_is_named_beside_what_seems_to_go(shop: Shop) -> None:
    shop.write("manifests/web/web.yaml", "apiVersion: v1\nkind: Pod\nmetadata: [\n")
    code, out, _ = _diff(shop)

    assert code == 0
    assert (
        "  not compared: all of Application/web, as Argo CD may refuse it and change nothing: "
        "manifests/web/web.yaml:4 while parsing a flow node, did not find expected node content\n"
    ) in out


def test_what_is_not_compared_for_one_reason_is_one_line(shop: Shop) -> None:
    for version in ("1.0.0", "2.0.0"):
        for name in ("east", "west"):
            text = APPLICATION.format(name=name, url="https://charts.example.com", path=name)
            here = f"path: {name}, targetRevision: main"
            there = f"chart: {name}, targetRevision: {version}"
            shop.write(f"apps/{name}.yaml", text.replace(here, there))
        shop.commit()
    code, out, _ = _diff(shop, "HEAD~1")

    assert code == 0
    (said,) = (line for line in out.splitlines() if "not compared" in line)
    assert said.startswith("  not compared, 4 cases: charts east 1.0.0, west 1.0.0, east 2.0.0, ")


def test_an_instance_of_argo_cd_can_be_named(shop: Shop) -> None:
    shop.git("rm", "--quiet", "-r", "apps", "root.yaml")
    shop.write("facts/table.yaml", TABLE.replace("orders", "facts"))
    for cluster in ("east", "west"):
        shop.write(f"{cluster}/app.yaml", APPLICATION.format(name="facts", url=URL, path="facts"))
    base = shop.commit("two of them")
    shop.write("facts/topic.yaml", TABLE.replace("orders", "more"))

    assert [line for line in _diff(shop, base)[1].splitlines() if line[:1].strip()] == [
        "east: 1 change in 1 Application",
        "west: 1 change in 1 Application",
    ]
    assert [
        line for line in _diff(shop, base, "--env", "west")[1].splitlines() if line[:1].strip()
    ] == ["west: 1 change in 1 Application"]
