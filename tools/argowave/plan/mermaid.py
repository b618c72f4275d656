"""A plan → a Mermaid flowchart, as Markdown on GitHub and GitLab draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.plan.text import stage_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.plan.model import Making, Object, Plan, Stage, Sync


def draw_mermaid(plan: Plan) -> Iterator[str]:
    """Give the chart line by line: a box an Application, in it one a wave, arrows where it waits.

    A dotted arrow is a wave that begins although something before it is not ready.
    """
    yield "flowchart TD"
    for number, sync in enumerate(plan.roots):
        yield from _sync(sync, f"r{number}", "  ")
    for number, making in enumerate(plan.makes):
        yield from _making(making, f"m{number}", "  ")


def _making(making: Making, name: str, indent: str) -> Iterator[str]:
    yield f'{indent}subgraph {name}["ApplicationSet/{making.application_set}"]'
    for number, sync in enumerate(making.syncs):
        yield from _sync(sync, f"{name}_{number}", indent + "  ")
    if not making.syncs:
        yield f'{indent}  {name}_empty["makes nothing that is known"]'
    yield f"{indent}end"


def _sync(sync: Sync, name: str, indent: str) -> Iterator[str]:
    yield f'{indent}subgraph {name}["Application/{sync.application}"]'
    for number, stage in enumerate(sync.stages):
        yield from _stage(stage, f"{name}_{number}", indent + "  ")
    for number, stage in enumerate(sync.stages[:-1]):
        yield f"{indent}  {name}_{number} {_arrow(stage)} {name}_{number + 1}"
    if not sync.stages:
        yield f'{indent}  {name}_empty["not looked into"]'
    yield f"{indent}end"


def _stage(stage: Stage, name: str, indent: str) -> Iterator[str]:
    yield f'{indent}subgraph {name}["{stage_name(stage)}"]'
    plain = [each.subject for each in stage.objects if each.inside is None and each.makes is None]
    if plain:
        yield f'{indent}  {name}_objects["{"<br/>".join(plain)}"]'
    for number, each in enumerate(_children(stage)):
        if each.inside is not None:
            yield from _sync(each.inside, f"{name}_{number}", indent + "  ")
        elif each.makes is not None:
            yield from _making(each.makes, f"{name}_{number}", indent + "  ")
    yield f"{indent}end"


def _children(stage: Stage) -> list[Object]:
    return [each for each in stage.objects if each.inside is not None or each.makes is not None]


def _arrow(stage: Stage) -> str:
    if any(each.missing for each in stage.objects):
        return "-. no gate .->"
    waits = sorted({each.until for each in stage.objects} - {"applied"})
    if "unknown" in waits:
        return "-. not known .->"
    return f"-- {' and '.join(waits)} -->" if waits else "-->"
