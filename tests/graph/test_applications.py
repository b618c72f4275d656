from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.graph import draw_applications
from argowave.graph.model import Role
from graph.scenes import scene_of
from references.graphs import scene_with

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.graph import Picture


def words(picture: Picture) -> list[str]:
    names = {node.id: node.name for node in picture.nodes}
    return [
        f"{names[x.source]} {'..' if x.dashed else '--'}{x.label}> {names[x.target]}"
        for x in picture.links
    ]


def test_dev_comes_up_wave_by_wave() -> None:
    with scene_of("dev") as scene:
        picture = draw_applications(scene)

    assert words(picture) == [
        "root --> wave -2",
        "wave -2 --> wave -1",
        "wave -1 --> wave 0",
        "wave 0 --> argocd",
        "argocd --Healthy> wave 1",
        "wave 1 --> crossplane",
        "wave 1 --> ingress-nginx",
        "wave 1 --> namespace",
        "crossplane --Healthy> wave 2",
        "ingress-nginx --Healthy> wave 2",
        "namespace --Healthy> wave 2",
        "wave 2 --> crossplane-providers",
        "wave 2 --> localstack",
        "crossplane-providers --Healthy> wave 3",
        "localstack --Healthy> wave 3",
        "wave 3 --> provider-config",
        "provider-config --Healthy> wave 4",
        "wave 4 --> pipeline",
        "pipeline --Healthy> wave 5",
        "wave 5 --> dynamodb-admin",
        "wave 5 --> justtrack-t1",
    ]


SET = """
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: shops, namespace: argocd}
spec:
  generators: [{list: {elements: [{shop: north}, {shop: south}]}}]
  template:
    metadata: {name: "{{shop}}"}
    spec:
      project: default
      source: {repoURL: "https://git.example.com/other.git", path: x, targetRevision: v1.0.0}
      destination: {server: "https://kubernetes.default.svc", namespace: "{{shop}}"}
"""


def test_an_application_set_leads_to_what_it_makes(tmp_path: Path) -> None:
    picture = draw_applications(scene_with(SET, tmp_path))

    assert sorted(each for each in words(picture) if "shops" in each) == [
        "shops --makes> north",
        "shops --makes> south",
        "wave 0 --> shops",
    ]


def test_a_node_says_what_it_applies_and_which_object_it_is() -> None:
    with scene_of("dev") as scene:
        picture = draw_applications(scene)
    nodes = {node.name: node for node in picture.nodes}

    assert nodes["pipeline"].notes == (
        *("Queue (2)", "Table", "TopicSubscription", "and 2 more kinds"),
    )
    assert nodes["crossplane"].notes == ("chart crossplane 2.3.4",)
    [origin] = nodes["pipeline"].origins
    assert origin.subject == "Application/pipeline"
    assert origin.path == "environments/dev/rendered/apps/pipeline.yaml"
    assert [each.subject for each in nodes["wave -1"].origins] == [
        *("AppProject/infrastructure", "AppProject/platform", "AppProject/workloads")
    ]
    assert nodes["wave 0"].role is Role.WAVE
