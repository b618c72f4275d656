"""Sets whose generators cannot be run, and what is wrong with them whatever those find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.applicationsets.generate import Generation

    Generate = Callable[[Path, str], Generation]

SET = """kind: ApplicationSet
apiVersion: argoproj.io/v1alpha1
metadata: {{name: previews, namespace: argocd}}
spec:
  goTemplate: {go}
  goTemplateOptions: [{options}]
  generators: [{generators}]
  template:
    metadata: {{name: a}}
    spec: {{project: default, info: [{{name: a, value: '{text}'}}]}}
"""
PULLS = "{pullRequest: {github: {owner: a, repo: b}, values: {team: a, size: b}}}"
SCM = "{scmProvider: {github: {organization: a}}}"
CLUSTERS = "{clusters: {selector: {matchLabels: {a: b}}, values: {team: a}}}"
GIVEN = (
    "number, title, branch, branch_slug, target_branch, target_branch_slug, head_sha, "
    "head_short_sha, head_short_sha_7, author, labels, values"
)
REFUSED = "with missingkey=error Argo CD then makes no Application"


def told(
    generate: Generate,
    folder: Path,
    generators: str,
    text: str = "a",
    options: str = "missingkey=error",
) -> list[str]:
    """Return what is said of a set, which has Go templates unless it has no options."""
    go = str(bool(options)).lower()
    stated = SET.format(generators=generators, text=text, go=go, options=options)
    made = generate(folder, stated)
    return [f"{each.line} {each.pointer}: {each.message}" for each in made.findings]


@pytest.mark.parametrize(
    ("generators", "text", "expected"),
    [
        (
            PULLS,
            "x-{{ .short_sha }}",
            (
                f".short_sha is never given: the pullRequest generator gives {GIVEN}; {REFUSED}; "
                "did you mean head_short_sha?"
            ),
        ),
        (
            PULLS,
            '{{ if eq $.values.teams "a" }}{{ .branch }}{{ end }}',
            (
                ".values.teams is never given: the pullRequest generator gives values.size, "
                f"values.team; {REFUSED}; did you mean values.team?"
            ),
        ),
        (
            f"{{matrix: {{generators: [{SCM}, {{list: {{elements: [{{env: dev}}]}}}}]}}}}",
            "{{ (printf .stage) | upper }}",
            (
                ".stage is never given: the generators of the matrix give organization, "
                "repository, repository_id, url, branch, branchNormalized, sha, short_sha, "
                f"short_sha_7, labels, env; {REFUSED}"
            ),
        ),
        (
            CLUSTERS,
            "{{ .metadata.label.a }}",
            (
                ".metadata.label is never given: the clusters generator gives "
                f"metadata.annotations, metadata.labels; {REFUSED}; did you mean metadata.labels?"
            ),
        ),
    ],
)
def test_a_field_that_the_generators_never_give_is_told_with_what_they_give(
    generate: Generate, tmp_path: Path, generators: str, text: str, expected: str
) -> None:
    where = "10 $.spec.template.spec.info[0].value"

    assert told(generate, tmp_path, generators, text) == [f"{where}: {expected}"]


@pytest.mark.parametrize(
    ("generators", "text"),
    [
        (PULLS, "{{ .head_short_sha }} {{ .labels }} {{ .values.team }} {{ $.number }}"),
        (PULLS, "{{ if .branch }}{{ .other }}{{ end }}{{ with .values }}{{ .size }}{{ end }}"),
        (PULLS, '{{ or .branch .other }}{{ dig "a" "b" . }}{{ get . "other" }}'),
        (PULLS, "{{ range .labels }}{{ .name }}{{ end }}{{ .values.team.more }}"),
        (CLUSTERS, "{{ .metadata.labels.a }}{{ .metadata.annotations.b }}{{ .project }}"),
        ("{clusterDecisionResource: {configMapRef: a, name: a}}", "{{ .anything }}"),
        ("{plugin: {configMapRef: {name: a}}}", "{{ .anything }}"),
        (f"{{matrix: {{generators: [{SCM}, {{plugin: {{}}}}]}}}}", "{{ .anything }}"),
        (
            "{pullRequest: {github: {}, template: {spec: {info: []}}}}",
            "{{ .anything }}",
        ),
        (PULLS, "{{ .other"),
    ],
)
def test_what_may_be_given_or_is_not_surely_looked_up_is_not_told(
    generate: Generate, tmp_path: Path, generators: str, text: str
) -> None:
    assert told(generate, tmp_path, generators, text) == []


def test_a_missing_field_is_told_only_with_missingkey_error(
    generate: Generate, tmp_path: Path
) -> None:
    assert not told(generate, tmp_path, PULLS, "{{ .other }}", "missingkey=zero")
    assert not told(generate, tmp_path, PULLS, "{{ other }}", "")


def merged(keys: str, first: str = CLUSTERS) -> str:
    return f"{{merge: {{mergeKeys: [{keys}], generators: [{first}, {CLUSTERS}]}}}}"


@pytest.mark.parametrize(
    ("keys", "inside", "expected"),
    [
        ("servers", "", "servers{so}; did you mean server?"),
        ("servers", "matrix.generators[1].", "servers{so}; did you mean server?"),
        ("values.team, env", "", "values.team or env{so}"),
    ],
)
def test_merge_keys_that_no_generator_gives_are_told(
    generate: Generate, tmp_path: Path, keys: str, inside: str, expected: str
) -> None:
    so = (
        ", so that all elements count as one, and Argo CD refuses two of one generator; "
        "they give name, nameNormalized, server, project, metadata, values"
    )
    merge = merged(keys)
    stated = f"{{matrix: {{generators: [{SCM}, {merge}]}}}}" if inside else merge
    where = f"7 $.spec.generators[0].{inside}merge.mergeKeys"

    assert told(generate, tmp_path, stated) == [
        f"{where}: no generator of the merge gives {expected.format(so=so)}"
    ]


@pytest.mark.parametrize(
    ("generators", "options"),
    [
        (merged("server"), "missingkey=error"),
        (merged("name, values.team"), "missingkey=error"),
        (merged("values.team, metadata.labels.a"), ""),
        (merged("any", "{plugin: {}}"), "missingkey=error"),
        (merged("cluster", "{list: {elements: [{cluster: a}]}}"), "missingkey=error"),
    ],
)
def test_merge_keys_of_which_some_generator_may_give_one_are_not_told(
    generate: Generate, tmp_path: Path, generators: str, options: str
) -> None:
    assert told(generate, tmp_path, generators, "a", options) == []


BORROWING = """kind: ApplicationSet
apiVersion: argoproj.io/v1alpha1
metadata: {{name: previews, namespace: argocd}}
spec:
  generators: [{generator}, {generator}]
  template:
    metadata: {{name: a}}
    spec:
      project: default
      sources:
        - {{repoURL: "https://git.example.com/values.git", ref: "{ref}"}}
        - repoURL: https://charts.example.com
          chart: web
          helm: {{valueFiles: [own.yaml, "{file}", "{file}"]}}
{more}"""
REFUSED_REF = "is the ref of no source, so that Argo CD refuses each Application; refs:"


@pytest.mark.parametrize(
    ("ref", "file", "more", "expected"),
    [
        ("vals", "$values/a.yaml", "", f"$values {REFUSED_REF} $vals; did you mean vals?"),
        ("", "$values/{{branch}}.yaml", "", f"$values {REFUSED_REF} no source has one"),
        ("values", "$values/a.yaml", "", ""),
        ("{{branch}}", "$values/a.yaml", "", ""),
        ("vals", "${{branch}}/a.yaml", "", ""),
        ("vals", "$values/a.yaml", "  templatePatch: 'a: b'\n", ""),
    ],
)
def test_a_value_file_with_the_ref_of_no_source_is_told_once_for_a_source(  # noqa: PLR0913, PLR0917 (a table)
    generate: Generate, tmp_path: Path, ref: str, file: str, more: str, expected: str
) -> None:
    stated = BORROWING.format(generator=PULLS, ref=ref, file=file, more=more)
    found = [f"{each.pointer}: {each.message}" for each in generate(tmp_path, stated).findings]

    where = "$.spec.template.spec.sources[1].helm.valueFiles[1]"
    assert found == ([f"{where}: {expected}"] if expected else [])


PLAIN = """kind: ApplicationSet
apiVersion: argoproj.io/v1alpha1
metadata: {{name: addons, namespace: argocd}}
spec:
  generators: [{generators}]
  template:
    metadata: {{name: '{name}'}}
    spec:
      project: default
      source: {{repoURL: https://a.example.com, chart: a, helm: {{values: 'a: {{{{ b }}}}'}}}}
      destination: {{name: '{cluster}'}}
"""


def said(folder: Path, generate: Generate, generators: str, name: str, cluster: str) -> list[str]:
    made = generate(folder, PLAIN.format(generators=generators, name=name, cluster=cluster))
    return [f"{each.line} {each.pointer}: {each.message}" for each in made.findings]


@pytest.mark.parametrize(
    ("generators", "name", "expected"),
    [
        (
            CLUSTERS,
            "a-{{value.team}}",
            (
                "{{value.team}} is never filled in: the clusters generator gives name, "
                "nameNormalized, server, project, metadata, values; did you mean values?"
            ),
        ),
        (
            CLUSTERS,
            "{{ metadata.label.env }}",
            (
                "{{metadata.label.env}} is never filled in: the clusters generator gives "
                "metadata.annotations, metadata.labels; did you mean metadata.labels?"
            ),
        ),
        (
            f"{{matrix: {{generators: [{CLUSTERS}, {{list: {{elements: [{{env: dev}}]}}}}]}}}}",
            "{{name}}-{{stage}}",
            (
                "{{stage}} is never filled in: the generators of the matrix give name, "
                "nameNormalized, server, project, metadata, values, env"
            ),
        ),
    ],
)
def test_a_parameter_that_is_never_filled_in_is_told_at_the_name_and_not_in_values(
    generate: Generate, tmp_path: Path, generators: str, name: str, expected: str
) -> None:
    where = "7 $.spec.template.metadata.name"

    assert said(tmp_path, generate, generators, name, "{{server}}") == [f"{where}: {expected}"]


@pytest.mark.parametrize(
    ("generators", "name"),
    [
        (CLUSTERS, "{{name}}-{{values.team}}-{{metadata.labels.env}}-{{metadata.annotations.a/b}}"),
        (PULLS, "{{number}}-{{ head_short_sha }}-{{values.size}}"),
        ("{plugin: {configMapRef: {name: a}}}", "{{anything}}"),
        (CLUSTERS, "{{ .name }}"),
    ],
)
def test_what_may_be_filled_in_is_not_told(
    generate: Generate, tmp_path: Path, generators: str, name: str
) -> None:
    assert not said(tmp_path, generate, generators, name, "a")
