"""undeclared-argument: a metric of Argo Rollouts uses an argument that its analysis does not have.

As Argo Rollouts does it: ResolveArgs in utils/template/template.go refuses a name that is none of
the run's arguments. Those are the arguments of every template that the run is made of (flattenArgs
in utils/analysis/helpers.go); what a Rollout gives beside them is dropped (MergeArgs there).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.nearest import did_you_mean
from argowave.rules.rule import Rule, at
from argowave.slip import is_slip
from argowave.typed import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references import Graph
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_GROUP: Final = "argoproj.io"
_TEMPLATES: Final = ("AnalysisTemplate", "ClusterAnalysisTemplate")
_USED: Final = re.compile(r"\{\{\s*args\.([^{}]+?)\s*\}\}")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each argument that none of the templates of one run declares.

    A template that nothing here runs may stand beside another repository's: of it only a slip of
    a declared name is told.
    """
    inventory = scene.inventory
    for run in inventory.of_kind(_GROUP, "AnalysisRun"):
        yield from _judge(run, _declared(run), alone=False)
    for template in inventory.of_kind(_GROUP, *_TEMPLATES):
        if "{{" not in str(template.at("spec", "metrics")):
            continue
        together = _together(scene.graph, template)
        if together is not None:
            names = [name for each in together for name in _declared(each)]
            yield from _judge(template, names, alone=not scene.graph.to(template))


def _together(graph: Graph, template: Resource) -> list[Resource] | None:
    """Return every template that may be in one run with one, None where some are not here."""
    found: dict[int, Resource] = {}
    ahead = [template]
    while ahead:
        one = ahead.pop()
        if id(one) in found or one.kind not in _TEMPLATES:
            continue
        found[id(one)] = one
        edges = [each for each in graph.of(one) if each.reference.path[-1] == "templateName"]
        for user in graph.to(one):
            beside = user.reference.path[:-2]  # their list
            edges += [each for each in graph.of(user.source) if each.reference.path[:-2] == beside]
            ahead.append(user.source)
        if any(edge.target is None for edge in edges):
            return None
        ahead += [edge.target for edge in edges if edge.target is not None]
    return list(found.values())


def _declared(holder: Resource) -> list[str]:
    return [str(arg.get("name")) for arg in holder.items("spec", "args") if isinstance(arg, dict)]


def _judge(holder: Resource, declared: list[str], *, alone: bool) -> Iterator[Finding]:
    for path, text in texts_in(holder.at("spec", "metrics"), ("spec", "metrics")):
        for name in dict.fromkeys(_USED.findall(text)):
            if name in declared or (alone and not any(is_slip(name, each) for each in declared)):
                continue
            near = did_you_mean(name, declared)
            has = f"there are {', '.join(dict.fromkeys(declared))}" if declared else "there is none"
            message = f"no argument {name} is declared, so that each run ends in an error; {has}"
            yield at(holder, path, f"{message}{near}")


RULE = Rule(
    name="undeclared-argument",
    summary="a metric of an analysis of Argo Rollouts uses an argument that nothing declares",
    why=(
        "Only what spec.args of the templates names is filled in, whatever the Rollout gives; a "
        "run with any other name ends in an error, and the Rollout goes back."
    ),
    mend="Mend the name, or add it to spec.args of the template.",
    source="https://argo-rollouts.readthedocs.io/en/stable/features/analysis/",
    check=check,
)
