from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.errors import RepositoryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.tree import Tree

    Grow = Callable[[dict[str, str]], Tree]

OWN = "https://git.example.org/team/repo.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"


def application(name: str, path: str, *, repo: str = OWN, more: str = "") -> str:
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
        f"metadata: {{name: {name}, namespace: argocd}}\n"
        "spec:\n  project: team\n  destination: {namespace: there}\n"
        f"  source:\n    repoURL: {repo}\n    path: {path}\n{more}"
    )


def said(tree: Tree) -> list[str]:
    return [str(finding) for finding in tree.all_findings]


def test_every_level_of_applications_is_followed(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": application("a", "apps/grandchildren"),
            "apps/children/b.yaml": application("b", "plain"),
            "apps/grandchildren/c.yaml": application("c", "plain"),
            "plain/c.yaml": CONFIG,
        }
    )

    assert [app.chain for app in tree.applications] == [
        ("root",),
        ("root", "a"),
        ("root", "b"),
        ("root", "a", "c"),
    ]
    assert [entry.subject for entry in tree.manifests] == [
        "Application/root",
        "Application/a",
        "Application/b",
        "Application/c",
        "ConfigMap/c",
        "ConfigMap/c",
    ]
    assert [entry.application for entry in tree.manifests][-1] == "dev/c"
    assert {app.namespace for app in tree.applications} == {"there"}
    assert not tree.all_findings


def test_an_application_that_leads_to_itself_is_named_with_the_way(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": application("a", "apps/grandchildren"),
            "apps/grandchildren/root.yaml": application("root", "apps/children"),
        }
    )

    assert said(tree) == [
        (
            "apps/grandchildren/root.yaml:1 Application/root the Application leads to itself: "
            "root → a → root (application-cycle) [dev/a]"
        )
    ]


def test_a_root_that_applies_itself_as_it_stands_is_well(grow: Grow) -> None:
    tree = grow({"apps/root.yaml": application("root", "apps")})

    assert said(tree) == []


def test_a_root_that_applies_another_one_of_its_name_is_named(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/other.yaml": application("root", "apps/elsewhere"),
        }
    )

    assert said(tree) == [
        (
            "apps/children/other.yaml:1 Application/root the Application leads to itself: "
            "root → root (application-cycle) [dev/root]"
        )
    ]


def test_a_path_that_does_not_exist_is_shown_at_the_applications_line(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": application("a", "gone"),
        }
    )

    assert said(tree) == [
        (
            "apps/children/a.yaml:7 Application/a $.spec.source: "
            "the path gone does not exist (source) [dev/a]"
        )
    ]


def test_one_of_several_sources_is_named_by_its_place(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": (
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n"
                f"spec:\n  sources:\n    - repoURL: {OWN}\n      path: plain\n"
                f"    - repoURL: {OWN}\n      path: gone\n"
            ),
            "plain/c.yaml": CONFIG,
        }
    )

    (finding,) = tree.all_findings
    assert (finding.line, finding.pointer) == (8, "$.spec.sources[1]")
    assert [entry.subject for entry in tree.applications[1].manifests] == ["ConfigMap/c"]


def test_a_source_that_only_lends_its_files_gives_no_manifests(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": (
                "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n"
                f"spec:\n  sources:\n    - {{repoURL: '{OWN}', ref: values}}\n"
                f"    - repoURL: {OWN}\n      path: chart\n"
                "      helm: {valueFiles: [$values/env/dev.yaml]}\n"
            ),
            "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
            "chart/templates/c.yaml": CONFIG + "data: {word: '{{ .Values.word }}'}\n",
            "env/dev.yaml": "word: lent\n",
        }
    )

    assert [entry.body["data"] for entry in tree.applications[1].manifests] == [{"word": "lent"}]
    assert tree.applications[1].manifests[0].rendered
    assert not tree.all_findings


def test_another_repository_is_named(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": application("a", "x", repo="https://other.example.org/r"),
        }
    )

    assert [entry.what for entry in tree.not_checked] == ["https://other.example.org/r x"]


def test_the_objects_in_a_list_are_manifests_of_their_own(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "plain"),
            "plain/l.yaml": (
                "apiVersion: v1\nkind: List\nitems:\n"
                "  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"
                "  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n"
            ),
        }
    )

    assert [entry.subject for entry in tree.applications[0].manifests] == [
        "ConfigMap/a",
        "ConfigMap/b",
    ]


def test_an_environment_that_was_never_rendered_says_what_to_run(grow: Grow) -> None:
    with pytest.raises(RepositoryError) as raised:
        grow({"environments/dev/environment.yaml": ""})

    assert str(raised.value) == (
        "apps/root.yaml: the root Application is missing\n  run `argowave render dev` first"
    )


def test_a_root_that_is_missing_elsewhere_is_not_said_to_be_rendered(grow: Grow) -> None:
    with pytest.raises(RepositoryError) as raised:
        grow({})

    assert str(raised.value) == (
        "apps/root.yaml: the root Application is missing\n"
        "  without --root, every Application that no other one contains is a root"
    )


def test_a_root_file_without_an_application_is_refused(grow: Grow) -> None:
    with pytest.raises(RepositoryError, match="holds no Application"):
        grow({"apps/root.yaml": CONFIG})


def test_what_is_hydrated_is_what_the_dry_source_gives(grow: Grow) -> None:
    hydrated = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: %s}\nspec:\n"
        "  sourceHydrator:\n"
        f"    drySource: {{repoURL: {OWN}, path: %s, targetRevision: HEAD}}\n"
        "    syncSource: {targetBranch: env/dev, path: a}\n"
    )
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": hydrated % ("a", "plain"),
            "apps/children/b.yaml": hydrated % ("b", "gone"),
            "plain/c.yaml": CONFIG,
        }
    )

    assert [entry.subject for entry in tree.applications[1].manifests] == ["ConfigMap/c"]
    assert said(tree) == [
        (
            "apps/children/b.yaml:6 Application/b $.spec.sourceHydrator.drySource: "
            "the path gone does not exist (source) [dev/b]"
        )
    ]


def test_the_only_one_of_several_sources_is_named_by_its_place(grow: Grow) -> None:
    several = (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n"
        f"spec:\n  sources:\n    - repoURL: {OWN}\n      path: gone\n"
    )
    tree = grow(
        {"apps/root.yaml": application("root", "apps/children"), "apps/children/a.yaml": several}
    )

    assert [finding.pointer for finding in tree.all_findings] == ["$.spec.sources[0]"]


def test_what_is_a_hundred_levels_down_is_named_and_left(grow: Grow) -> None:
    files = {"apps/root.yaml": application("root", "d0")}
    files |= {f"d{n}/a.yaml": application(f"a{n}", f"d{n + 1}") for n in range(1000)}
    tree = grow({**files, "d1000/c.yaml": CONFIG})

    assert len(tree.applications) == 101
    assert not any(app.not_checked for app in tree.applications[:-1])
    (left,) = tree.applications[-1].not_checked
    assert f"{left.what}: {left.why}" == (
        "what Application a99 applies: it is 100 levels below root, and nothing deeper is looked at"
    )


@pytest.mark.parametrize("blank", ["<CLUSTER_NAME>", "${env}", "[[ .Name ]]"])
def test_a_path_that_is_still_to_be_filled_in_is_not_checked(grow: Grow, blank: str) -> None:
    tree = grow(
        {
            "apps/root.yaml": application("root", "apps/children"),
            "apps/children/a.yaml": application("a", f"'clusters/{blank}/web'"),
        }
    )

    assert said(tree) == []
    assert [f"{each.what}: {each.why}" for each in tree.not_checked] == [
        f"clusters/{blank}/web at revision HEAD: its path is still to be filled in"
    ]
