"""Sets that ask for clusters where no cluster Secret is at hand."""

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
metadata: {name: addons, namespace: argocd}
spec:
  goTemplate: GO
  generators:
    - GENERATOR
  template:
    metadata: {name: 'a-NAME'}
    spec:
      project: addons
      source: {repoURL: https://git.example.com/case.git, path: 'PATH'}
      destination: {server: https://kubernetes.default.svc, namespace: a}
"""
NONE = "no cluster Secret is in this repository; name a file with `clusters` in the settings"


@pytest.mark.parametrize(
    ("go", "name", "path"),
    [
        ("false", "{{name}}", "{{metadata.annotations.base}}/addons"),
        ("true", "{{ .name }}", "{{ .metadata.annotations.base }}/addons"),
        ("true", "{{ .name }}", '{{ index .metadata.labels "env" }}'),
    ],
)
def test_what_asks_for_labels_is_not_made_of_a_cluster_without_a_secret(
    generate: Generate, tmp_path: Path, go: str, name: str, path: str
) -> None:
    text = SET.replace("GO", go).replace("GENERATOR", "clusters: {}")
    made = generate(tmp_path, text.replace("NAME", name).replace("PATH", path))

    assert (made.applications, made.findings) == ((), ())
    assert [(each.what, each.why) for each in made.not_checked] == [
        (
            "ApplicationSet addons, clusters generator",
            f"the labels and annotations that it asks for stand in cluster Secrets: {NONE}",
        )
    ]


def test_what_asks_for_none_is_made_of_the_cluster_that_argo_cd_runs_in(
    generate: Generate, tmp_path: Path
) -> None:
    text = SET.replace("GO", "false").replace("GENERATOR", "clusters: {}")
    made = generate(tmp_path, text.replace("NAME", "{{name}}").replace("PATH", "addons"))

    assert [each.name for each in made.applications] == ["a-in-cluster"]
    assert [each.what for each in made.not_checked] == [
        "ApplicationSet addons, clusters generator beyond in-cluster"
    ]


def test_an_element_for_a_cluster_that_is_not_known_is_not_idle(
    generate: Generate, tmp_path: Path
) -> None:
    merge = (
        "merge: {mergeKeys: [name], generators: [{clusters: {values: {size: a}}}, "
        "{list: {elements: [{name: prod, values.size: b}]}}]}"
    )
    text = SET.replace("GO", "false").replace("GENERATOR", merge)
    made = generate(tmp_path, text.replace("NAME", "{{name}}").replace("PATH", "{{values.size}}"))

    assert made.findings == ()
    assert [each.name for each in made.applications] == ["a-in-cluster"]
