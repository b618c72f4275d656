"""undeclared-argument: an analysis of Argo Rollouts lacks an argument, or the value of one.

As Argo Rollouts does it: ResolveArgs in utils/template/template.go refuses a name that is none of
the run's arguments. Those are the arguments of every template that the run is made of (flattenArgs
in utils/analysis/helpers.go); what a Rollout gives beside them is dropped, and one without a value
makes ValidateRolloutReferencedResources refuse the Rollout (MergeArgs there).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.rules.rule import Rule, at
from argowave.typed import texts_in
from argowave.words.nearest import did_you_mean
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references import Edge, Graph
    from argowave.references.reference import Path
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
    for rollout in inventory.of_kind(_GROUP, "Rollout"):
        for place, templates in _analyses(scene.graph, rollout):
            yield from _unfilled(rollout, place, templates)


def _analyses(graph: Graph, rollout: Resource) -> Iterator[tuple[Path, list[Resource]]]:
    """Give where each analysis of a Rollout is, with its templates; none that is not all here.

    Those of a list are one run; of an experiment each one is by itself.
    """
    runs: dict[Path, list[Edge]] = {}
    for edge in graph.of(rollout):
        if _names_template(edge):
            place = edge.reference.path[:-1]
            is_listed = place[-2] == "templates"
            runs.setdefault(place[:-2] if is_listed else place, []).append(edge)
    for place, edges in runs.items():
        templates = _with_theirs(graph, edges)
        if templates is not None:
            yield place, templates


def _with_theirs(graph: Graph, edges: list[Edge]) -> list[Resource] | None:
    """Return the templates that are named with those that they name, None without one of them."""
    found: dict[int, Resource] = {}
    ahead = list(edges)
    while ahead:
        target = ahead.pop(0).target
        if target is None:
            return None
        if id(target) not in found:
            found[id(target)] = target
            ahead += filter(_names_template, graph.of(target))
    return list(found.values())


def _names_template(edge: Edge) -> bool:
    return edge.reference.path[-1] == "templateName"


def _unfilled(rollout: Resource, place: Path, templates: list[Resource]) -> Iterator[Finding]:
    """Give a finding for each argument of an analysis that nothing gives a value."""
    given = {str(arg.get("name")) for arg in _arguments(rollout, *place, "args")}
    arguments = [(each, arg) for each in templates for arg in _arguments(each, "spec", "args")]
    filled = {str(arg.get("name")) for _, arg in arguments if _has_value(arg)}
    declared = {str(arg.get("name")): template for template, arg in reversed(arguments)}
    wanted = [name for name in declared if name not in given | filled]
    beside = ", ".join(sorted(given - set(declared)))
    for name in sorted(wanted):
        message = (
            f"the argument {name} of {declared[name].subject} has no value of its own, and none is "
            f"given here, so that Argo Rollouts refuses the Rollout; add it to args"
        )
        yield at(rollout, place, f"{message}, where {beside} means nothing" if beside else message)


def _arguments(holder: Resource, *path: str | int) -> list[dict[str, Any]]:
    return [arg for arg in holder.items(*path) if isinstance(arg, dict)]


def _has_value(argument: dict[str, Any]) -> bool:
    return argument.get("value") is not None or argument.get("valueFrom") is not None


def _together(graph: Graph, template: Resource) -> list[Resource] | None:
    """Return every template that may be in one run with one, None where some are not here."""
    found: dict[int, Resource] = {}
    ahead = [template]
    while ahead:
        one = ahead.pop()
        if id(one) in found or one.kind not in _TEMPLATES:
            continue
        found[id(one)] = one
        edges = list(filter(_names_template, graph.of(one)))
        for user in graph.to(one):
            beside = user.reference.path[:-2]  # their list
            edges += [each for each in graph.of(user.source) if each.reference.path[:-2] == beside]
            ahead.append(user.source)
        if any(edge.target is None for edge in edges):
            return None
        ahead += [edge.target for edge in edges if edge.target is not None]
    return list(found.values())


def _declared(holder: Resource) -> list[str]:
    return [str(arg.get("name")) for arg in _arguments(holder, "spec", "args")]


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
    summary="an analysis of Argo Rollouts lacks an argument that it uses, or the value of one",
    why=(
        "Only what spec.args of the templates names is filled in, whatever the Rollout gives; a "
        "run with any other name ends in an error, and the Rollout goes back. One without a value "
        "keeps the Rollout from going on at all."
    ),
    mend="Mend the name, add it to spec.args of the template, or give it in args of the Rollout.",
    source="https://argo-rollouts.readthedocs.io/en/stable/features/analysis/",
    check=check,
)
