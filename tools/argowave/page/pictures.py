"""A scene → its pipeline, laid out, with the findings on the boxes and arrows they belong to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from argowave.graph import draw_pipeline, findings_on
from argowave.graph.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from argowave.finding import Finding
    from argowave.graph.layout import Box, Curve
    from argowave.page.objects import Objects
    from argowave.rules import Scene


def describe_pipeline(
    scene: Scene, objects: Objects, findings: Sequence[Finding]
) -> Mapping[str, Any]:
    """Return boxes and curves in pixels; findings are named by their place among `findings`."""
    picture = draw_pipeline(scene)
    numbered = dict(_of_one_application(findings))
    found, _ = findings_on(picture, numbered)
    on = {each: [numbered[finding] for finding in found[each]] for each in found}
    layout = lay_out(picture)
    return {
        "description": picture.description,
        "width": round(layout.width, 1),
        "height": round(layout.height, 1),
        "boxes": [_box(each, objects, on.get(each.node.id, [])) for each in layout.boxes],
        "curves": [_curve(each, on.get(each.link.id, [])) for each in layout.curves],
    }


def _of_one_application(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """Return a finding once for each Application that led to it, with its number."""
    return [
        (replace(finding, application=label), number)
        for number, finding in enumerate(findings)
        for label in (finding.application or "").split(", ")
    ]


def _box(box: Box, objects: Objects, findings: Sequence[int]) -> dict[str, Any]:
    lines = [("kind", box.kind)] if box.kind else []
    lines += [("name", each) for each in box.name]
    lines += [("note", each) for each in box.notes]
    return {
        "role": box.node.role.value,
        "x": round(box.x, 1),
        "y": round(box.y, 1),
        "width": round(box.width, 1),
        "height": round(box.height, 1),
        "lines": lines,
        "objects": [number for each in box.node.origins for number in objects.of_origin(each)],
        "findings": list(findings),
    }


def _curve(curve: Curve, findings: Sequence[int]) -> dict[str, Any]:
    return {
        "points": [[round(x, 1), round(y, 1)] for x, y in curve.points],
        "label": curve.link.label,
        "dashed": curve.link.dashed,
        "directed": curve.link.directed,
        "findings": list(findings),
    }
