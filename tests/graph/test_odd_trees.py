"""Manifests are anything that a user may write: every tree can be drawn."""

from __future__ import annotations

import copy
import random
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.graph import draw_applications, draw_pipeline, write_dot, write_mermaid, write_svg
from argowave.rules import Scene
from graph.scenes import scene_of
from references.graphs import scene_with
from rules.case import ROOT, Case, read_case, write_case
from rules.case import scene_of as scene_of_case
from rules.test_wrong_types import spoil

if TYPE_CHECKING:
    from argowave.graph import Picture

CASES = Path(__file__).parents[1] / "cases"
ROUNDS = 25


def draw(scene: Scene) -> list[Picture]:
    """Draw both views in every format."""
    pictures = [draw_applications(scene), draw_pipeline(scene)]
    for picture in pictures:
        ids = [node.id for node in picture.nodes]
        assert len(set(ids)) == len(ids)
        assert {end for link in picture.links for end in (link.source, link.target)} <= set(ids)
        ET.fromstring("\n".join(write_svg(picture)).encode())  # noqa: S314 (our own text)
        assert list(write_dot(picture))
        assert list(write_mermaid(picture))
    return pictures


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_a_value_of_a_wrong_type_is_no_reason_not_to_draw(environment: str) -> None:
    chance = random.Random(environment)  # noqa: S311 (the same values each time)
    with scene_of(environment) as scene:
        bodies = [manifest.body for manifest in scene.tree.manifests]
        whole = copy.deepcopy(bodies)
        for _ in range(ROUNDS):
            for body, original in zip(bodies, whole, strict=True):
                body.clear()
                body.update(copy.deepcopy(original))
            for _ in range(5):
                spoil(chance.choice([body for body in bodies if body]), chance)
            draw(Scene(scene.repository, scene.tree, scene.store))


@pytest.mark.parametrize("name", ["queue-policy", "redrive", "backend-port", "wave-gate"])
def test_a_tree_with_a_defect_is_drawn(name: str, tmp_path: Path) -> None:
    paths = sorted((CASES / name).glob("*/*.yaml"))
    for number, path in enumerate(paths):
        case = read_case(path)
        write_case(case, tmp_path / str(number))
        draw(scene_of_case(tmp_path / str(number), case))

    assert paths


def test_objects_without_names_and_references_in_a_circle_are_drawn(tmp_path: Path) -> None:
    queue = """apiVersion: sqs.aws.upbound.io/v1beta1
kind: Queue
metadata: {{{name}}}
spec:
  forProvider:
    region: eu-west-1
    name: {own}
    redrivePolicy: '{{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000000:{other}"}}'
"""
    manifests = "---\n".join(
        (
            queue.format(name="name: a", own="a", other="b"),
            queue.format(name="name: b", own="b", other="a"),
            queue.format(name="name: c", own="c", other="c"),
            queue.format(name="", own="d", other="nowhere"),
        )
    )
    _, picture = draw(scene_with(manifests, tmp_path))
    names = {node.id: node.subject for node in picture.nodes}

    assert sorted(f"{names[x.source]} {x.label} {names[x.target]}" for x in picture.links) == [
        "Queue/a dead letters Queue/b",
        "Queue/b dead letters Queue/a",
    ]
    assert sorted(names.values()) == ["Queue/?", "Queue/a", "Queue/b", "Queue/c"]


def test_applications_may_be_as_deep_as_they_like(tmp_path: Path) -> None:
    depth = 400
    files = {"root.yaml": ROOT}
    for number in range(depth):
        below = ROOT.replace("name: case", f"name: a{number}").replace(
            "path: case", f"path: d{number}"
        )
        files[f"d{number - 1}/a.yaml" if number else "case/a.yaml"] = below
    files[f"d{depth - 1}/c.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: last}\n"
    case = Case("", files, (), (), "1.36", None)
    write_case(case, tmp_path)
    tree, _ = draw(scene_of_case(tmp_path, case))

    assert len(tree.nodes) == 2 * depth + 1
