"""ApplicationSets in a tree: what they make hangs below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.tree import Tree

    Grow = Callable[[dict[str, str]], Tree]

OWN = "https://git.example.org/team/repo.git"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
ROOT = f"""apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: root, namespace: argocd}}
spec:
  source: {{repoURL: {OWN}, path: apps/children}}
  destination: {{namespace: argocd}}
"""


def application_set(generator: str, *, name: str = "{{name}}", path: str = "{{name}}") -> str:
    return f"""apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: many, namespace: argocd}}
spec:
  generators:
    - {generator}
  template:
    metadata: {{name: "{name}"}}
    spec:
      project: default
      destination: {{namespace: there}}
      source:
        repoURL: {OWN}
        path: "{path}"
"""


LIST = "list: {elements: [{name: a}, {name: b}]}"


def said(tree: Tree) -> list[str]:
    return [str(finding) for finding in tree.all_findings]


def test_generated_applications_are_expanded_as_any_other(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": ROOT,
            "apps/children/set.yaml": application_set(LIST),
            "a/c.yaml": CONFIG,
            "b/c.yaml": CONFIG,
        }
    )

    assert [app.chain for app in tree.applications] == [
        ("root",),
        ("root", "ApplicationSet/many", "a"),
        ("root", "ApplicationSet/many", "b"),
    ]
    assert [(each.subject, each.application) for each in tree.manifests] == [
        ("Application/root", "dev"),
        ("ApplicationSet/many", "dev/root"),
        ("ConfigMap/c", "dev/a"),
        ("ConfigMap/c", "dev/b"),
        ("Application/a", "dev/many: list[0] name=a"),
        ("Application/b", "dev/many: list[1] name=b"),
    ]
    assert said(tree) == []


def test_an_application_set_beside_the_root_is_expanded(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": ROOT + "---\n" + application_set(LIST),
            "apps/children/c.yaml": CONFIG,
            "a/c.yaml": CONFIG,
            "b/c.yaml": CONFIG,
        }
    )

    assert [app.chain for app in tree.applications] == [
        ("root",),
        ("ApplicationSet/many", "a"),
        ("ApplicationSet/many", "b"),
    ]


def test_a_fault_of_a_generated_application_is_shown_in_the_template(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": ROOT,
            "apps/children/set.yaml": application_set(LIST),
            "a/c.yaml": CONFIG,
        }
    )

    assert said(tree) == [
        (
            "apps/children/set.yaml:12 Application/b $.spec.source: the path b does not exist "
            "(source) [dev/many: list[1] name=b]"
        )
    ]


def test_a_name_that_two_elements_make_is_named_with_both(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": ROOT,
            "apps/children/set.yaml": application_set(LIST, name="one"),
            "a/c.yaml": CONFIG,
            "b/c.yaml": CONFIG,
        }
    )

    assert said(tree) == [
        (
            "apps/children/set.yaml:8 Application/one $.metadata.name: two elements make an "
            "Application of this name, list[0] name=a and list[1] name=b; Argo CD refuses the "
            "second (application-set) [dev/many: list[1] name=b]"
        )
    ]
    assert [app.name for app in tree.applications] == ["root", "one"]


def test_a_template_of_go_where_none_is_asked_for_is_told(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": ROOT,
            "apps/children/set.yaml": application_set(LIST, name="x-{{ .name }}"),
        }
    )

    assert "such parameter; {{ .name }} is of templates with goTemplate: true (" in said(tree)[0]


def test_a_parameter_that_no_element_gives_is_named(grow: Grow) -> None:
    tree = grow(
        {
            "apps/root.yaml": ROOT,
            "apps/children/set.yaml": application_set(LIST, name="x-{{nmae}}"),
        }
    )

    assert said(tree)[0] == (
        "apps/children/set.yaml:8 Application/x-{{nmae}} $.metadata.name: it stays 'x-{{nmae}}': "
        "the element gives no such parameter (application-set) [dev/many: list[0] name=a]"
    )


def test_a_go_template_that_cannot_be_rendered_is_named_with_its_element(grow: Grow) -> None:
    text = application_set(LIST, name="{{ .nmae }}", path="{{ .name }}").replace(
        "spec:\n  generators",
        "spec:\n  goTemplate: true\n  goTemplateOptions: [missingkey=error]\n  generators",
    )
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": text})

    assert said(tree)[0] == (
        "apps/children/set.yaml:10 ApplicationSet/many $.spec.template.metadata.name: "
        '.nmae: map has no entry for key "nmae" (application-set) [dev/many: list[0] name=a]'
    )


def test_a_generator_of_another_repository_is_named_as_not_checked(grow: Grow) -> None:
    git = "git: {repoURL: 'https://other.example.org/x', directories: [{path: '*'}]}"
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": application_set(git)})

    assert [f"{each.what}: {each.why}" for each in tree.not_checked] == [
        (
            "ApplicationSet many, git generator of https://other.example.org/x: "
            "another repository: it is not in the cache; run `argowave fetch`"
        )
    ]


def test_a_generator_without_elements_is_a_warning(grow: Grow) -> None:
    git = f"git: {{repoURL: '{OWN}', directories: [{{path: 'nowhere/*'}}]}}"
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": application_set(git)})

    (finding,) = tree.all_findings
    assert finding.severity == "warning"
    assert str(finding) == (
        "apps/children/set.yaml:6 ApplicationSet/many $.spec.generators[0].git: the git generator "
        "gives no element, so it makes no Application: nothing is at nowhere/* (application-set) "
        "[dev/root]"
    )


def test_the_part_of_a_matrix_that_gives_nothing_is_named(grow: Grow) -> None:
    git = f"{{git: {{repoURL: '{OWN}', directories: [{{path: 'nowhere/*'}}]}}}}"
    matrix = f"matrix: {{generators: [{{{LIST}}}, {git}]}}"
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": application_set(matrix)})

    (finding,) = tree.all_findings
    assert finding.message == (
        "the matrix generator gives no element, so it makes no Application: the git generator in "
        "it gives none: nothing is at nowhere/*"
    )


def test_names_that_every_element_makes_are_one_finding(grow: Grow) -> None:
    elements = ", ".join(
        f"{{name: {name}, at: {at}}}" for at in ("eu", "us", "ap") for name in "abcd"
    )
    files = {f"{name}/c.yaml": CONFIG for name in "abcd"}
    made = application_set(f"list: {{elements: [{elements}]}}", name="{{name}}")
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": made, **files})

    (finding,) = tree.all_findings
    assert finding.message == (
        "3 elements make an Application of this name, list[0] name=a, list[4] name=a and 1 more, "
        "and so it is with 3 other names; Argo CD refuses all but the first"
    )


def test_two_git_generators_of_a_matrix_that_hide_each_others_path_are_told_the_prefix(
    grow: Grow,
) -> None:
    git = f"{{repoURL: {OWN}, revision: HEAD, "
    children = (
        f"{{git: {git}files: [{{path: clusters/*/c.yaml}}]}}}}, "
        f"{{git: {git}directories: [{{path: web/*}}]}}}}"
    )
    made = application_set(
        f"matrix: {{generators: [{children}]}}", name="{{ .path.basename }}", path="web/a"
    )
    files = {f"clusters/{name}/c.yaml": "{a: b}\n" for name in ("eu", "us")}
    files |= {f"web/{name}/c.yaml": CONFIG for name in "ab"}
    go = made.replace("spec:\n  generators", "spec:\n  goTemplate: true\n  generators")
    hint = "state pathParamPrefix for one of them"

    (finding,) = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": go, **files}).all_findings
    assert finding.message == (
        "two elements make an Application of this name, git file clusters/eu/c.yaml with git folder"
        " web/a and git file clusters/eu/c.yaml with git folder web/b, and so it is with 1 other "
        "name; Argo CD refuses the second; both git generators of the matrix give path, and the "
        f"first one's is taken: {hint}"
    )

    flat = made.replace("{{ .path.basename }}", "{{path.basename}}")
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": flat, **files})
    assert f"may have one value only; {hint} (git file" in tree.all_findings[0].message

    prefixed = go.replace("directories", "pathParamPrefix: app, directories").replace(
        "{{ .path.basename }}", "{{ .path.basename }}-{{ .app.path.basename }}"
    )
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": prefixed, **files})
    assert not [each for each in tree.all_findings if each.rule == "application-set"]


def test_a_path_that_no_element_fills_in_is_told_once_and_of_no_go_template(grow: Grow) -> None:
    made = application_set("list: {elements: [{name: a}]}", path="{{ folder }}")
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": made})

    (finding,) = tree.all_findings
    assert finding.message == "it stays '{{ folder }}': the element gives no such parameter"


def test_the_file_that_a_git_generator_makes_an_application_of_is_no_manifest(grow: Grow) -> None:
    git = f"git: {{repoURL: {OWN}, revision: HEAD, files: [{{path: web/*/app.yaml}}]}}"
    files = {"web/a/app.yaml": "name: a\n", "web/a/other.yaml": "name: b\n", "web/a/c.yaml": CONFIG}
    made = application_set(git, path="{{path}}")
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": made, **files})

    (finding,) = tree.all_findings
    assert (finding.path, finding.rule) == ("web/a/other.yaml", "no-manifest")


def test_a_field_without_its_dot_is_told_how_it_is_written(grow: Grow) -> None:
    text = application_set(LIST, name="{{name}}").replace(
        "spec:\n  generators", "spec:\n  goTemplate: true\n  generators"
    )
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": text})

    assert {each.message for each in tree.all_findings} == {
        'function "name" not defined; with goTemplate a field begins with a dot: {{.name}}'
    }


def test_clusters_that_a_chart_brings_later_are_known_to_an_application_set(grow: Grow) -> None:
    clusters = "clusters: {selector: {matchLabels: {env: prod}}}"
    cluster = (
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Release.Name }}\n  labels:\n"
        "    argocd.argoproj.io/secret-type: cluster\n    env: prod\n"
        "stringData: {name: eu, server: https://eu.example.com}\n"
    )
    tree = grow(
        {
            "apps/root.yaml": ROOT,
            "apps/children/set.yaml": application_set(clusters, path="plain"),
            "apps/children/fleet.yaml": ROOT.replace("name: root", "name: fleet").replace(
                "apps/children", "fleet"
            ),
            "fleet/Chart.yaml": "apiVersion: v2\nname: fleet\nversion: 1.0.0\n",
            "fleet/templates/secret.yaml": cluster,
            "plain/c.yaml": CONFIG,
        }
    )

    assert [app.chain for app in tree.applications] == [
        ("root",),
        ("root", "fleet"),
        ("root", "ApplicationSet/many", "eu"),
    ]
    assert tree.not_checked == ()


def test_generated_applications_tell_jsonnet_who_they_are(grow: Grow) -> None:
    generator = f"git: {{repoURL: '{OWN}', revision: HEAD, directories: [{{path: 'teams/*'}}]}}"
    made = application_set(generator, name="{{path.basename}}", path="{{path}}")
    told = "[{name: team, value: '{{path.basename}}'}]"
    variables = f"        directory: {{jsonnet: {{extVars: {told}}}}}\n"
    program = (
        "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: std.extVar('team')}, "
        "data: import '../../lib/data.libsonnet'}"
    )
    tree = grow(
        {
            "apps/root.yaml": ROOT,
            "apps/children/set.yaml": made + variables,
            "teams/a/c.jsonnet": program,
            "teams/b/c.jsonnet": program,
            "lib/data.libsonnet": "{word: 'shared'}",
        }
    )

    assert said(tree) == []
    assert [
        (each.name, each.body["data"]) for each in tree.manifests if each.kind == "ConfigMap"
    ] == [("a", {"word": "shared"}), ("b", {"word": "shared"})]


def test_a_path_with_one_slip_is_told_what_is_there(grow: Grow) -> None:
    made = application_set("list: {elements: [{name: paymets}]}")
    tree = grow({"apps/root.yaml": ROOT, "apps/children/set.yaml": made, "payments/c.yaml": CONFIG})

    (finding,) = tree.all_findings
    assert finding.message == "the path paymets does not exist; did you mean payments?"


def test_a_path_with_backslashes_is_told_how_it_is_written(grow: Grow) -> None:
    root = ROOT.replace("path: apps/children", "path: apps\\children")
    tree = grow({"apps/root.yaml": root, "apps/children/c.yaml": CONFIG})

    (finding,) = tree.all_findings
    told = "does not exist; write apps/children, as a backslash is a part of a name"
    assert finding.message == f"the path apps\\children {told}"
