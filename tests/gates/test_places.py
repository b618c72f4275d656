"""Which of two objects comes first, and whose steps decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.gates import Order
from argowave.rules import Scene
from argowave.schema import open_store
from gates.build import application, grow

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.resources import Resource

CONFIG = (
    "apiVersion: v1\nkind: ConfigMap\n"
    'metadata: {name: %s, annotations: {argocd.argoproj.io/sync-wave: "%s"%s}}\n'
)
HOOK = ", argocd.argoproj.io/hook: %s"
FILES = {
    "root.yaml": application("root", path="apps") + "---\n" + application("other", path="late"),
    "apps/early.yaml": application("early", -1),
    "apps/late.yaml": application("late", 3, path="nested"),
    "apps/beside.yaml": CONFIG % ("beside", 3, ""),
    "early/first.yaml": CONFIG % ("first", 0, ""),
    "early/second.yaml": CONFIG % ("second", 9, ""),
    "early/before.yaml": CONFIG % ("before", 99, HOOK % "PreSync"),
    "early/after.yaml": CONFIG % ("after", -99, HOOK % "PostSync"),
    "early/never.yaml": CONFIG % ("never", 0, HOOK % "SyncFail"),
    "nested/deep.yaml": application("deep", -50),
    "deep/bottom.yaml": CONFIG % ("bottom", -50, ""),
    "late/lone.yaml": CONFIG % ("lone", 0, ""),
}


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path, grow(tmp_path, FILES), open_store())


def named(scene: Scene, name: str) -> Resource:
    [found] = [each for each in scene.inventory.resources if each.name == name]
    return found


@pytest.mark.parametrize(
    ("source", "target", "order", "parent"),
    [
        ("second", "first", Order.EARLIER, "early"),
        ("first", "second", Order.LATER, "early"),
        ("first", "before", Order.EARLIER, "early"),
        ("second", "after", Order.LATER, "early"),
        # the waves of the Applications decide, whatever the objects say
        ("bottom", "second", Order.EARLIER, "root"),
        ("second", "bottom", Order.LATER, "root"),
        ("beside", "bottom", Order.TOGETHER, "root"),
        ("first", "bottom", Order.LATER, "root"),
        # an Application and what is in it
        ("bottom", "deep", Order.OUTSIDE, None),
        ("late", "bottom", Order.OUTSIDE, None),
        ("first", "root", Order.OUTSIDE, None),
        # what no sync that goes well applies
        ("first", "never", Order.OUTSIDE, None),
        # two roots
        ("first", "lone", Order.UNKNOWN, None),
    ],
)
def test_the_first_difference_on_the_way_down_decides(
    scene: Scene, source: str, target: str, order: Order, parent: str | None
) -> None:
    found = scene.places.compare(named(scene, source), named(scene, target))

    assert found.order is order
    assert (found.parent.name if found.parent is not None else None) == parent


def test_a_comparison_names_the_two_that_have_to_change_places(scene: Scene) -> None:
    found = scene.places.compare(named(scene, "second"), named(scene, "bottom"))

    assert found.source is named(scene, "early")
    assert found.target is named(scene, "late")
    assert [each.name for each in found.below] == ["late", "deep", "bottom"]


def test_the_way_to_an_object_begins_at_its_root(scene: Scene) -> None:
    way = scene.places.way_to(named(scene, "bottom"))

    assert [each.name for each in way] == ["root", "late", "deep", "bottom"]
