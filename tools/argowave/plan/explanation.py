"""A manifest, or two that have to do with each other → what is known about them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.errors import InvocationError
from argowave.gates import Order
from argowave.references import Need
from argowave.rules.rule import place, show
from argowave.tree.application import is_application
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.gates import Dependency
    from argowave.references import Edge
    from argowave.resources import Resource
    from argowave.rules import Scene

_NEEDS = {
    Need.EXIST: "has to exist first",
    Need.READY: "has to be ready first",
    Need.WAIT: "is waited for: nothing is healthy until it is there",
    Need.NONE: "may come later: nothing fails until it is there",
}
_ORDERS = {
    Order.EARLIER: "it comes in an earlier step",
    Order.TOGETHER: "it comes in the same step",
    Order.LATER: "it comes only in a later step",
    Order.OUTSIDE: "it is there before, or one of the two holds the other",
    Order.UNKNOWN: "nothing says which one comes first",
}


def find_resources(scene: Scene, name: str) -> list[Resource]:
    """Return what `name` means: Kind/name, a name alone, or the file that it stands in."""
    kind, slash, own = name.rpartition("/")
    resources = scene.inventory.resources
    if slash:
        found = [each for each in resources if (each.kind, each.name) == (kind, own)]
        if found:
            return found
    by_file = [each for each in resources if each.manifest.document.source == name]
    return by_file or [each for each in resources if each.name == name]


def require_resources(scene: Scene, name: str) -> list[Resource]:
    """Return what `name` means.

    Raises:
        InvocationError: there is nothing of that name.
    """
    found = find_resources(scene, name)
    if found:
        return found
    message = f"there is no rule, manifest or file {name}"
    hint = "`argowave tree` shows every manifest, `argowave rules list` every rule"
    if (scene.repository / name).exists():
        message = f"nothing that Argo CD applies stands in {name} itself"
        hint = "`argowave tree` shows every manifest with the file that it comes from"
    elif near := nearest(name, _known(scene, name)):
        hint = f"did you mean {near}?"
    raise InvocationError(message, hint=hint)


def _known(scene: Scene, name: str) -> list[str]:
    """Return what a name that is not known may have been meant to be."""
    from argowave.rules.registry import all_named  # noqa: PLC0415 (only for a misspelt name)

    resources = scene.inventory.resources
    if name.endswith((".yaml", ".yml", ".json")):
        return sorted({each.manifest.document.source for each in resources})
    return sorted({each.subject for each in resources}) + sorted(all_named())


def explain_resource(scene: Scene, resource: Resource) -> Iterator[str]:
    """Give what is known about one manifest line by line."""
    yield place(resource)
    yield f"  applied by: {' → '.join(_way(scene, resource))}"
    yield from _health(scene, resource)
    dependencies = {id(each.edge): each for each in scene.dependencies}
    for title, edges in (
        ("needs", scene.graph.of(resource)),
        ("needed by", scene.graph.to(resource)),
    ):
        if edges:
            yield f"  {title}:"
        for edge in edges:
            for line in _edge(scene, edge, dependencies.get(id(edge))):
                yield f"    {line}"


def explain_edge(scene: Scene, source: Resource, target: Resource) -> Iterator[str]:
    """Give every reference between two manifests, either way, line by line."""
    dependencies = {id(each.edge): each for each in scene.dependencies}
    for one, other in ((source, target), (target, source)):
        for edge in scene.graph.of(one):
            if edge.target is other or any(key == other.key for key in edge.reference.keys):
                yield from _edge(scene, edge, dependencies.get(id(edge)))


def _edge(scene: Scene, edge: Edge, dependency: Dependency | None) -> Iterator[str]:
    reference = edge.reference
    wanted = place(edge.target) if edge.target is not None else reference.wanted
    yield f"{edge.source.subject} {reference.relation} {wanted}"
    yield f"  because of {show(reference.path)} in {edge.source.manifest.place_of(reference.path)}"
    if edge.target is None:
        elsewhere = edge.elsewhere.reason if edge.elsewhere is not None else "nothing applies it"
        yield f"  {elsewhere}"
    optional = ", but nothing fails without it" if reference.optional else ""
    yield f"  {_NEEDS[reference.need]}{optional}"
    if dependency is None:
        return
    comparison = dependency.comparison
    parent = comparison.parent
    where = f" of Application/{parent.name}" if parent is not None else ""
    yield f"  {_ORDERS[comparison.order]}{where}"
    for hole in scene.holes.of(dependency):
        if hole.certain:
            yield f"  NO GATE: {hole.link.subject} {hole.cause}"
        else:
            why = hole.doubt or "argocd-cm is not in the tree"
            yield f"  whether Argo CD waits is not known: {why}"


def _way(scene: Scene, resource: Resource) -> Iterator[str]:
    """Give what leads to a manifest, from what is applied by hand down to itself."""
    links = scene.places.way_to(resource)
    for number, link in reversed(list(enumerate(links))):
        maker = _maker(scene, link)
        if maker is not None:
            yield from _way(scene, maker)
            yield link.subject
            links = links[number + 1 :]
            break
    for link in links:
        spot = scene.places.spot(link)
        step = "by hand" if spot is None else f"{spot.phase} wave {spot.wave}"
        yield f"{link.subject} ({step})"


def _maker(scene: Scene, resource: Resource) -> Resource | None:
    """Return the ApplicationSet that makes an Application, None for any other object."""
    if not resource.manifest.generated:
        return None
    for each in scene.inventory.of_kind("argoproj.io", "ApplicationSet"):
        if any(made is resource for made in scene.inventory.made_by(each)):
            return each
    return None


def _health(scene: Scene, resource: Resource) -> Iterator[str]:
    if is_application(resource.manifest):
        if scene.checks.settings is None:
            yield "  its health: not known, as argocd-cm is not in the tree"
            return
        gate = scene.holes.gate
        if gate is None or not gate.says:
            yield "  its health: none, so that no wave waits for it"
            return
        yield f"  its health, by {gate.check}:"
        for step, health in gate.says.items():
            yield f"    while {step.value}: {health}"
        return
    found = scene.checks.gate(resource)
    if found.passive:
        yield "  its health: it is ready once it is applied"
        return
    yield f"  its health, by {found.check}:"
    for moment, said in found.says.items():
        yield f"    {moment.value}: {said if said is not None else 'none, so that waves go on'}"
