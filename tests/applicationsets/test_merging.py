"""Elements of a merge that nothing of its first generator is equal to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from argowave.applicationsets.generate import Generation

    Generate = Callable[[Path, str], Generation]

SET = """kind: ApplicationSet
apiVersion: argoproj.io/v1alpha1
metadata: {name: shops, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - merge:
        mergeKeys: [cluster]
        generators:
          - FIRST
          - list:
              elements:
                - {cluster: staging, replicas: 2}
                - {cluster: prd, replicas: 3}
                - {cluster: europe-west, replicas: 4}
  template:
    metadata: {name: '{{ .cluster }}'}
    spec: {project: default}
"""
CLUSTERS = "list: {elements: [{cluster: staging, replicas: 1}, {cluster: prod, replicas: 1}]}"


def test_an_element_that_a_merge_passes_over_is_a_warning(
    generate: Generate, tmp_path: Path
) -> None:
    made = generate(tmp_path, SET.replace("FIRST", CLUSTERS))
    place = "$.spec.generators[0].merge.generators[1].list.elements"
    none = "no element of the first generator has cluster"
    over = "so that Argo CD passes over this one"

    assert [(each.line, each.pointer, each.message) for each in made.findings] == [
        (14, f"{place}[1]", f"{none} prd, {over}; did you mean prod?"),
        (15, f"{place}[2]", f"{none} europe-west, {over}"),
    ]
    assert {each.severity for each in made.findings} == {Severity.WARNING}
    assert [each.name for each in made.applications] == ["staging", "prod"]


def test_elements_that_other_generators_find_may_be_more(
    generate: Generate, tmp_path: Path
) -> None:
    for name in ("staging", "prod"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(f"cluster: {name}\n")
    url = "https://git.example.com/case.git"
    files = f"git: {{repoURL: {url}, revision: HEAD, files: [{{path: '*/a.yaml'}}]}}"
    only = "list: {elements: [{cluster: staging}]}"
    text = SET.replace("FIRST", only)
    start, end = text.index("- list:\n"), text.index("  template:")
    made = generate(tmp_path, f"{text[:start]}- {files}\n{text[end:]}")

    assert made.findings == ()
    assert [each.name for each in made.applications] == ["staging"]


def test_files_that_one_of_several_generators_looks_for_need_not_be_there(
    generate: Generate, tmp_path: Path
) -> None:
    url = "https://git.example.com/case.git"
    files = f"git: {{repoURL: {url}, revision: HEAD, files: [{{path: 'apps/**/a.json'}}]}}"
    start, end = SET.index("    - merge:"), SET.index("  template:")
    several = f"{SET[:start]}    - {files}\n    - {CLUSTERS}\n{SET[end:]}"
    alone = f"{SET[:start]}    - {files}\n{SET[end:]}"

    assert generate(tmp_path, several).findings == ()
    (found,) = generate(tmp_path, alone).findings
    assert "gives no element" in found.message


def test_where_the_first_generator_gives_nothing_only_that_is_told(
    generate: Generate, tmp_path: Path
) -> None:
    made = generate(tmp_path, SET.replace("FIRST", "list: {elements: []}"))

    (found,) = made.findings
    assert "gives no element" in found.message
