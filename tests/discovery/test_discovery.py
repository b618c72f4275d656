"""Roots that nobody names: every Application that no other one contains."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from argowave.errors import RepositoryError
from argowave.lint import Ground
from argowave.sources.request import Charts
from discovery.repositories import CONFIG, URL, application, discover
from programs_here import needs_kustomize

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.tree import Tree


PROJECT = "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: %s}\n"


def chains(tree: Tree) -> list[str]:
    return [" → ".join(each.chain) for each in tree.applications]


def test_an_application_that_another_one_contains_is_no_root(tmp_path: Path) -> None:
    files = {
        "bootstrap.yaml": application("root", "apps"),
        "apps/web.yaml": application("web", "web"),
        "web/config.yaml": CONFIG,
        "lone/other.yaml": application("other", "other"),
        "other/config.yaml": CONFIG,
    }

    assert chains(discover(tmp_path, files)) == ["root", "other", "root → web"]


def test_a_root_that_applies_itself_is_one_all_the_same(tmp_path: Path) -> None:
    files = {"apps/root.yaml": application("root", "apps"), "apps/a.yaml": application("a", "a")}

    assert chains(discover(tmp_path, files)) == ["root", "root → a"]


def test_what_stands_beside_a_root_is_applied_with_it(tmp_path: Path) -> None:
    files = {
        "root.yaml": PROJECT % "beside" + "---\n" + application("root", "apps"),
        "apps/a.yaml": PROJECT % "below" + "---\n" + application("a", "a"),
    }
    tree = discover(tmp_path, files)

    assert [each.subject for each in tree.entry] == ["AppProject/beside", "Application/root"]


def test_hidden_folders_and_files_that_are_no_yaml_are_passed_over(tmp_path: Path) -> None:
    files = {
        "root.yaml": application("root", "apps"),
        "apps/a.yaml": "kind: X\n",
        "broken.yaml": "kind: Application\na: [\n",
        ".hidden/a.yaml": application("hidden", "a"),
    }

    assert chains(discover(tmp_path, files)) == ["root"]


def test_a_repository_without_an_application_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        discover(tmp_path, {"a.yaml": CONFIG})

    assert str(caught.value) == (
        "no file here holds an Application\n  is it in another folder? Name that with "
        "--repository; manifests without Argo CD are checked by: argowave validate FOLDER"
    )


def test_where_only_jsonnet_makes_applications_it_is_named(tmp_path: Path) -> None:
    files = {
        "apps/web.jsonnet": "{kind: 'Application'}",
        "boot/root.jsonnet": '{"kind": "ApplicationSet"}',
        "lib.libsonnet": "{kind: 'Application'}",
    }
    with pytest.raises(RepositoryError) as caught:
        discover(tmp_path, files)

    assert str(caught.value) == (
        "no YAML file here holds an Application, but boot/root.jsonnet seems to make some\n"
        "  is it a root? Write the Application that applies its folder into a YAML file, and name "
        "that with --root"
    )


def set_of_folders(url: str) -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: all, namespace: argocd}}
spec:
  generators: [git: {{repoURL: {url}, directories: [path: apps/*]}}]
  template:
    metadata: {{name: '{{{{path.basename}}}}'}}
    spec:
      source: {{repoURL: {url}, path: '{{{{path}}}}'}}
      destination: {{namespace: x}}
"""


def test_an_application_set_in_a_file_is_a_root(tmp_path: Path) -> None:
    tree = discover(tmp_path, {"set.yaml": set_of_folders(URL), "apps/web/c.yaml": CONFIG})

    assert chains(tree) == ["ApplicationSet/all → web"]


def test_an_application_that_a_set_makes_is_no_root(tmp_path: Path) -> None:
    files = {
        "set.yaml": set_of_folders(URL),
        "apps/web/c.yaml": CONFIG,
        "old/web.yaml": application("web", "apps/web"),
    }

    tree = discover(tmp_path, files)

    assert chains(tree) == ["ApplicationSet/all → web"]
    assert tree.assumptions == (
        "old/web.yaml left out: Applications of the same names are applied from elsewhere",
    )


def test_without_a_known_url_the_one_whose_paths_are_here_is_taken(tmp_path: Path) -> None:
    stranger = "https://github.com/somebody/else.git"
    files = {
        "root.yaml": application("root", "apps").replace(URL, stranger),
        "set.yaml": set_of_folders(stranger),
        "other.yaml": application("other", "apps").replace(URL, "https://third.example.org/x"),
        "apps/web/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert tree.assumptions == (f"{stranger} was taken for this repository, as its paths are here",)
    assert chains(tree) == ["other", "root", "ApplicationSet/all → web"]


def test_no_url_is_taken_where_one_is_known_or_none_stands_out(tmp_path: Path) -> None:
    one, two = "https://one.example.org/x", "https://two.example.org/x"
    files = {
        "a.yaml": application("a", "apps").replace(URL, one),
        "b.yaml": application("b", "apps").replace(URL, two),
        "apps/c.yaml": CONFIG,
    }

    assert discover(tmp_path, files).assumptions == ()
    known = {
        "c.yaml": application("c", "apps"),
        "d.yaml": application("d", "apps").replace(URL, one),
    }
    assert discover(tmp_path, known).assumptions == ()


def test_of_two_urls_the_one_that_is_called_as_this_repository_is_taken(tmp_path: Path) -> None:
    mirror, other = "http://git.svc.cluster.local:3000/admin/case.git", "https://b.example.org/x"
    files = {
        "a.yaml": application("a", "apps").replace(URL, mirror),
        "b.yaml": application("b", "apps").replace(URL, other),
        "apps/c.yaml": CONFIG,
    }

    assert discover(tmp_path, files).assumptions == (
        f"{mirror} was taken for this repository, as its paths are here",
    )


def test_a_url_that_is_still_to_be_filled_in_is_named_as_such(tmp_path: Path) -> None:
    files = {
        "a.yaml": application("a", "layers/web").replace(URL, "cnoe://"),
        "b.yaml": application("b", "b").replace(URL, "https://example.org/your-org/b"),
    }

    assert [f"{each.what}: {each.why}" for each in discover(tmp_path, files).not_checked] == [
        "cnoe:// layers/web: another repository: its URL is still to be filled in",
        "https://example.org/your-org/b b: another repository: its URL is still to be filled in",
    ]


def test_a_url_to_fill_in_is_this_repository_where_only_it_takes_a_path_that_is_here(
    tmp_path: Path,
) -> None:
    blank, other = "https://github.com/<your-org>/<your-repo>", "https://example.org/your-org/b"
    files = {
        "root.yaml": application("root", "apps").replace(URL, blank),
        "apps/web.yaml": application("web", "m/web"),
        "b.yaml": application("b", "m/web").replace(URL, other),
        "m/web/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert chains(tree) == ["b", "root", "root → web"]
    assert tree.assumptions == (f"{blank} was taken for this repository, as its paths are here",)
    assert [each.what for each in tree.not_checked] == [f"{other} m/web"]


def test_a_word_to_fill_in_does_not_outvote_the_url_that_the_root_has(tmp_path: Path) -> None:
    sets = set_of_folders("GIT_REPOSITORY").replace("apps/*", "m/*")
    root, unknown = application("root", "apps"), "https://example.org/x/unknown"
    files = {
        "root.yaml": root,
        "apps/set.yaml": sets + "---\n" + sets.replace("name: all", "name: more"),
        "m/web/c.yaml": CONFIG,
    }
    said = ("GIT_REPOSITORY was taken for this repository, as its paths are here",)
    known = discover(tmp_path, files)
    assumed = discover(tmp_path, files | {"root.yaml": root.replace(URL, unknown)})

    assert known.assumptions == said
    assert chains(known)[:2] == ["root", "root → ApplicationSet/all → web"]
    assert chains(assumed) == chains(known)
    assert assumed.assumptions == (said[0].replace("GIT_REPOSITORY", unknown), *said)


def test_a_go_template_that_writes_an_object_for_a_path_is_told_what_to_write(
    tmp_path: Path,
) -> None:
    text = set_of_folders(URL).replace("spec:\n", "spec:\n  goTemplate: true\n", 1)
    text = text.replace("{{path.basename}}", "{{.path.basename}}").replace("{{path}}", "{{.path}}")
    tree = discover(tmp_path, {"set.yaml": text, "apps/web/c.yaml": CONFIG})

    assert [each.message for each in tree.all_findings] == [
        (
            "the path is an object and no text: with goTemplate, {{.path}} is all that a git "
            "generator tells of a folder; write {{.path.path}}"
        )
    ]


def test_a_pattern_with_a_comma_outside_of_braces_is_told_of(tmp_path: Path) -> None:
    text = application("root", "apps").replace("path: apps", "path: apps, directory: {include: %s}")
    files = {"root.yaml": text % "'a.yaml,b.yaml'", "apps/a.yaml": CONFIG}

    assert [each.message for each in discover(tmp_path, files).all_findings] == [
        (
            "the path apps holds no manifest that the pattern a.yaml,b.yaml includes: a comma is a "
            "choice between braces only, as in {a,b}; what it gave before stays until a sync is "
            "told to prune"
        )
    ]


def test_values_among_manifests_are_no_fault_where_an_application_names_them(
    tmp_path: Path,
) -> None:
    helm = "path: chart, helm: {valueFiles: [../apps/values.yaml]}}"
    files = {
        "root.yaml": application("root", "apps"),
        "apps/web.yaml": application("web", "chart").replace("path: chart}", helm),
        "apps/values.yaml": "a: b\n",
        "apps/stray.yaml": "a: b\n",
        "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
        "chart/templates/c.yaml": CONFIG,
    }

    assert [each.path for each in discover(tmp_path, files).all_findings] == ["apps/stray.yaml"]


def test_a_value_file_that_is_missing_is_found_though_its_chart_is_not_at_hand(
    tmp_path: Path,
) -> None:
    sources = (
        "sources: [{repoURL: https://charts.example.com, chart: web, targetRevision: 1.0.0, "
        f"helm: {{valueFiles: [$values/none.yaml]}}}}, {{repoURL: {URL}, ref: values}}]"
    )
    text = application("web", "web").replace(f"source: {{repoURL: {URL}, path: web}}", sources)
    tree = discover(tmp_path, {"web.yaml": text})

    assert [each.message for each in tree.all_findings] == [
        "the value file $values/none.yaml does not exist"
    ]
    assert [each.what for each in tree.not_checked] == ["chart web 1.0.0"]


def test_what_argo_cd_reads_is_found_in_files_and_lists_that_nobody_applies(tmp_path: Path) -> None:
    settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, namespace: argocd}\n"
    root = (
        "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: argoproj.io/v1alpha1\n"
        "    kind: Application\n    metadata: {name: root, namespace: argocd}\n    spec:\n"
        f"      source: {{repoURL: {URL}, path: apps}}\n      destination: {{namespace: argocd}}\n"
    )
    files = {
        "root.yaml": root,
        "projects/team.yaml": PROJECT % "team",
        "settings/cm.yaml": settings,
        "settings/other.yaml": CONFIG,
        "apps/project.yaml": PROJECT % "applied",
    }
    tree = discover(tmp_path, files)

    assert [each.subject for each in tree.entry] == [
        "Application/root",
        "AppProject/team",
        "ConfigMap/argocd-cm",
    ]
    assert [each.subject for each in tree.applications[0].manifests] == ["AppProject/applied"]


def test_a_patch_of_a_kustomization_is_no_root(tmp_path: Path) -> None:
    patch = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {}\n"
    files = {
        "root.yaml": application("root", "apps"),
        "apps/c.yaml": CONFIG,
        "overlay/kustomization.yaml": "resources: [../apps]\npatches: [{path: patch.yaml}]\n",
        "overlay/patch.yaml": patch,
    }

    assert chains(discover(tmp_path, files)) == ["root"]


@needs_kustomize
def test_a_file_of_a_kustomization_is_no_root_whatever_its_object_is_called_there(
    tmp_path: Path,
) -> None:
    files = {
        "root.yaml": application("root", "apps"),
        "apps/kustomization.yaml": "namespace: argocd\nnamePrefix: eu-\nresources: [a.yaml]\n",
        "apps/a.yaml": application("web", "web").replace(", namespace: argocd", ""),
        "web/c.yaml": CONFIG,
    }

    assert chains(discover(tmp_path, files)) == ["root", "root → eu-web"]


@needs_kustomize
def test_a_root_of_its_own_kustomization_is_one_all_the_same(tmp_path: Path) -> None:
    files = {
        "apps/kustomization.yaml": "namespace: argocd\nresources: [root.yaml]\n",
        "apps/root.yaml": application("root", "apps").replace(", namespace: argocd", ""),
    }
    tree = discover(tmp_path, files)

    assert [each.subject for each in tree.entry] == ["Application/root"]
    assert tree.all_findings == ()


def chart(template: str, values: str = "") -> dict[str, str]:
    return {
        "bootstrap/Chart.yaml": "apiVersion: v2\nname: bootstrap\nversion: 1.0.0\n",
        "bootstrap/values.yaml": values,
        "bootstrap/templates/apps.yaml": template,
    }


def test_a_chart_of_applications_that_nobody_renders_is_installed_by_hand(tmp_path: Path) -> None:
    template = application("{{ .Values.name }}", "web").replace("path: web", 'path: "web"')
    files = {**chart(template, "name: web\n"), "web/c.yaml": CONFIG}
    tree = discover(tmp_path, files)

    assert chains(tree) == ["web"]
    assert [each.subject for each in tree.applications[0].manifests] == ["ConfigMap/a"]
    assert tree.assumptions == (
        (
            "chart bootstrap was taken to be installed by hand with its own values, as no "
            "Application renders it"
        ),
    )


def test_a_chart_that_is_installed_by_hand_brings_everything_in_it(tmp_path: Path) -> None:
    namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n"
    files = {
        **chart(application("web", "web")),
        "bootstrap/templates/namespace.yaml": namespace,
        "web/c.yaml": CONFIG,
        "lone/Chart.yaml": "apiVersion: v2\nname: lone\nversion: 1.0.0\n",
        "lone/templates/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert [each.subject for each in tree.entry] == ["Application/web", "Namespace/web"]


def test_a_chart_that_needs_other_values_than_its_own_is_named(tmp_path: Path) -> None:
    template = '{{ required "set the name" .Values.name }}\n' + application("web", "web")
    files = {**chart(template), "root.yaml": application("root", "apps"), "apps/c.yaml": CONFIG}
    (gap,) = discover(tmp_path, files).not_checked

    assert gap.what == "chart bootstrap"
    assert gap.why == (
        "no Application renders it, and it needs more than its own values: set the name"
    )


def test_a_chart_that_one_installed_by_hand_has_rendered_is_no_root(tmp_path: Path) -> None:
    files = {
        **chart(application("root", "layers")),
        "layers/Chart.yaml": "apiVersion: v2\nname: layers\nversion: 1.0.0\n",
        "layers/templates/apps.yaml": application("web", "web"),
        "web/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert chains(tree) == ["root", "root → web"]
    assert tree.assumptions == (
        (
            "chart bootstrap was taken to be installed by hand with its own values, as no "
            "Application renders it"
        ),
    )


def test_a_chart_whose_application_renders_it_is_installed_by_hand_first(tmp_path: Path) -> None:
    tree = discover(tmp_path, chart(application("root", "bootstrap")))

    assert chains(tree) == ["root"]
    assert len(tree.assumptions) == 1


def test_a_chart_of_applications_that_one_renders_is_no_root(tmp_path: Path) -> None:
    files = {
        **chart(application("web", "web")),
        "root.yaml": application("root", "bootstrap"),
        "web/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert chains(tree) == ["root", "root → web"]
    assert tree.assumptions == ()


def test_an_application_may_be_written_in_json(tmp_path: Path) -> None:
    written = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": "web", "namespace": "argocd"},
        "spec": {"source": {"repoURL": URL, "path": "web"}, "destination": {"namespace": "web"}},
    }
    schema = '{"title": "argoproj.io", "properties": {"kind": {"type": "string"}}}'
    files = {"a.json": json.dumps(written, indent="\t"), "s.json": schema, "web/c.yaml": CONFIG}
    tree = discover(tmp_path, files)

    assert chains(tree) == ["web"]
    assert tree.findings == ()


def test_hidden_folders_are_looked_into_where_no_others_hold_an_application(
    tmp_path: Path,
) -> None:
    files = {
        ".argocd/web.yaml": application("web", "web"),
        ".git/kept.yaml": application("kept", "web"),
        "web/c.yaml": CONFIG,
    }
    tree = discover(tmp_path, files)

    assert chains(tree) == ["web"]
    assert tree.assumptions == (
        "hidden folders were looked into as well, as no others hold an Application",
    )


def test_the_former_url_of_a_renamed_organisation_is_taken_too(tmp_path: Path) -> None:
    former = URL.replace("example.com/", "example.com/former/")
    files = {
        "a.yaml": application("a", "m/a").replace(URL, former),
        "b.yaml": application("b", "m/b").replace(URL, former),
        "c.yaml": application("c", "m/c"),
        **{f"m/{name}/c.yaml": CONFIG for name in "abc"},
    }
    tree = discover(tmp_path, files)

    assert [len(each.manifests) for each in tree.applications] == [1, 1, 1]
    assert tree.assumptions == (f"{former} was taken for this repository, as its paths are here",)


def test_of_a_url_of_another_name_it_is_said_how_to_state_that_it_is_this_one(
    tmp_path: Path,
) -> None:
    other = "https://git.example.com/other.git"
    files = {
        "a.yaml": application("a", "m/a").replace(URL, other),
        "b.yaml": application("b", "m/b").replace(URL, other),
        "c.yaml": application("c", "m/c"),
        "gone.yaml": application("d", "gone").replace(URL, "https://git.example.com/x/case"),
        "here.yaml": application("e", "m/a").replace(URL, "https://git.example.com/x/case"),
        **{f"m/{name}/c.yaml": CONFIG for name in "abc"},
    }

    (said,) = discover(tmp_path, files).assumptions
    assert said == (
        f"{other} was taken for another repository, though its paths are here; if it is this one, "
        f'state repositories = ["{other}"]'
    )


def instances_of(folder: Path, files: dict[str, str]) -> dict[str, list[str]]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    ground = Ground(folder, (URL,), Charts(cache=folder / "cache"), processes=1)
    return {plot.name: chains(plot.load()) for plot in ground.discovered("1.36")}


NAMED = application("web-{{ .Values.env }}", "'web/{{ .Values.env }}/x'")
FILES = application("web-{{ .Values.env | default `none` }}", "web").replace(
    "path: web}", "path: web, helm: {valueFiles: ['values-{{ .Values.env }}.yaml']}}"
)
NEEDING = '{{ $_ := required "set env" .Values.env }}' + application("web", "web/x")


@pytest.mark.parametrize("template", [NAMED, NEEDING])
@pytest.mark.parametrize("name", ["values-{}.yaml", "values/{}.yaml", "{}.values.yaml"])
def test_files_of_values_beside_a_chart_that_wants_them_are_instances(
    tmp_path: Path, template: str, name: str
) -> None:
    files = {
        **chart(template),
        **{f"bootstrap/{name.format(env)}": f"env: {env}\n" for env in ("dev", "prod")},
        "bootstrap/values.example.yaml": "env: example\n",
        "web/dev/x/c.yaml": CONFIG,
        "web/prod/x/c.yaml": CONFIG,
        "web/x/c.yaml": CONFIG,
    }
    names = ("web-dev", "web-prod") if template == NAMED else ("web", "web")

    assert instances_of(tmp_path, files) == {"dev": [names[0]], "prod": [names[1]]}


def test_a_chart_whose_own_values_name_no_file_of_values_wants_those_beside_it(
    tmp_path: Path,
) -> None:
    files = {
        **chart(FILES),
        "bootstrap/values-dev.yaml": "env: dev\n",
        "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
        "web/values-dev.yaml": "a: b\n",
        "web/templates/c.yaml": CONFIG,
    }

    assert instances_of(tmp_path, files) == {tmp_path.name: ["web-dev"]}


MANY = "{{- range .Values.apps }}\n---\n" + application("{{ . }}", "web") + "{{- end }}"


def test_a_chart_whose_own_values_name_no_application_wants_those_beside_it(
    tmp_path: Path,
) -> None:
    files = {
        **chart(MANY),
        "bootstrap/values.yaml": "apps: []\n",
        "bootstrap/values-images.yaml": "tag: a\n",
        "bootstrap/values-prod.yaml": "apps: [web]\n",
        "web/c.yaml": CONFIG,
    }

    assert instances_of(tmp_path, files) == {tmp_path.name: ["web"]}


def test_where_only_a_chart_is_here_whose_values_name_none_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        discover(tmp_path, {**chart(MANY), "bootstrap/values.yaml": "apps: []\n"})

    assert str(caught.value) == (
        "chart bootstrap has templates of Applications, but its own values make none\n  write the "
        "Application that renders it with the values that it is installed with into a file, and "
        "name that with --root"
    )


def test_a_chart_whose_own_values_are_enough_is_rendered_with_them(tmp_path: Path) -> None:
    files = {
        **chart(application("web", "web")),
        "bootstrap/values-prod.yaml": "a: b\n",
        "web/c.yaml": CONFIG,
    }

    assert instances_of(tmp_path, files) == {tmp_path.name: ["web"]}


def test_a_chart_that_leaves_a_blank_with_its_own_values_is_not_checked(tmp_path: Path) -> None:
    files = {**chart(NAMED), "root.yaml": application("root", "apps"), "apps/c.yaml": CONFIG}
    tree = discover(tmp_path, files)

    assert chains(tree) == ["root"]
    (gap,) = tree.not_checked
    assert f"{gap.what}: {gap.why}" == (
        "chart bootstrap: no Application renders it, and its own values leave a blank: the name of "
        "Application/web-"
    )


def test_where_only_such_a_chart_is_here_the_reason_is_told(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        discover(tmp_path, chart(NEEDING))

    assert str(caught.value) == (
        "no Application here can be looked at: chart bootstrap: no Application renders it, and it "
        "needs more than its own values: set env\n  write the Application that renders it with the "
        "values that it is installed with into a file, and name that with --root"
    )


UMBRELLA = """apiVersion: v2
name: system
version: 1.0.0
dependencies:
- {name: argocd-apps, version: 2.0.2, repository: "https://charts.example.org"}
"""


def test_a_chart_that_takes_argocd_apps_along_is_installed_by_hand(tmp_path: Path) -> None:
    inside = "system/charts/argocd-apps"
    each = "{{- range $name, $_ := .Values.applications }}\n---\n%s{{- end }}"
    files = {
        "system/Chart.yaml": UMBRELLA,
        "system/values.yaml": "argocd-apps: {applications: {web: {}}}\n",
        f"{inside}/Chart.yaml": "apiVersion: v2\nname: argocd-apps\nversion: 2.0.2\n",
        f"{inside}/templates/apps.yaml": each % application("{{ $name }}", "web"),
        "web/c.yaml": CONFIG,
    }

    assert chains(discover(tmp_path, files)) == ["web"]


def test_a_chart_whose_argocd_apps_is_not_at_hand_is_named(tmp_path: Path) -> None:
    twice = UMBRELLA + UMBRELLA.splitlines()[-1].replace("{", "{alias: more, ")
    with pytest.raises(RepositoryError) as caught:
        discover(tmp_path, {"system/Chart.yaml": twice})

    assert str(caught.value) == (
        "no Application here can be looked at: chart system: no Application renders it, and it "
        "depends on chart argocd-apps 2.0.2: it is not in the cache; run `argowave fetch`"
    )


def test_a_template_of_roots_beside_those_made_of_it_is_named_as_such(tmp_path: Path) -> None:
    files = {
        "envs/root.tmpl.yaml": application("root", "'envs/${env}'"),
        "envs/dev/root.yaml": application("root", "envs/dev"),
        "envs/prod/root.yaml": application("root", "envs/prod"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    ground = Ground(tmp_path, (URL,), Charts(cache=tmp_path / "cache"), processes=1)
    trees = [plot.load() for plot in ground.discovered("1.36")]

    assert [(each.environment, chains(each)) for each in trees] == [
        ("dev", ["root"]),
        ("prod", ["root"]),
    ]
    assert [f"{each.what}: {each.why}" for each in trees[0].not_checked] == [
        "Application/root in envs/root.tmpl.yaml: its path envs/${env} is still to be filled in"
    ]
    assert [len(each.entry) for each in trees] == [1, 1]
    assert trees[0].assumptions == trees[1].assumptions == ()


def test_a_root_whose_path_is_still_to_be_filled_in_is_one_where_no_other_is(
    tmp_path: Path,
) -> None:
    tree = discover(tmp_path, {"root.yaml": application("root", "'envs/${env}'")})

    assert chains(tree) == ["root"]
