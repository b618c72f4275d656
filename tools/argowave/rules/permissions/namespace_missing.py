"""namespace-missing: objects go into a Namespace that nobody makes, or state none at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.order.hooks import is_hook
from argowave.references import makes_any
from argowave.rules.rule import Rule, Undecided, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references import Edge
    from argowave.rules.scene import Scene


_REFUSED: Final = "Namespace for {} … is missing"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give one finding for each Application and Namespace, at the first object in it."""
    yield from _stated_nowhere(scene)
    missing: dict[tuple[tuple[str, ...], str], list[Edge]] = {}
    for edge in scene.graph.edges:
        reference = edge.reference
        if edge.target is not None or reference.relation != "is in":
            continue
        if edge.elsewhere is None:
            application = edge.source.application
            chain = application.chain if application else ()
            missing.setdefault((chain, reference.keys[0].name), []).append(edge)
        elif not edge.elsewhere.certain:
            yield Undecided(reference.wanted, edge.elsewhere.reason)
    for (_, name), edges in missing.items():
        path = edges[0].reference.path if len(edges[0].reference.path) > 1 else ()
        found = at(edges[0].source, path, _message(name, edges))
        # a repository that makes none at all may well rely on somebody who does
        elsewhere = not makes_any(scene.inventory, "", "Namespace") and not scene.inventory.created
        yield replace(found, severity=Severity.WARNING) if elsewhere else found


def _stated_nowhere(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each Application with objects for which nobody states a namespace.

    CompareAppState in controller/state.go of Argo CD makes it an InvalidSpecError, with which
    SyncAppState does not sync. Hooks are no part of that comparison.
    """
    for resource, application in scene.inventory.owners():
        without = [
            each
            for each in scene.inventory.of(application)
            if each.lacks_namespace and not is_hook(each.manifest)
        ]
        if not without:
            continue
        first = without[0]
        many = len(without) > 1
        what = f"{first.subject}{f' and {len(without) - 1} more' if many else ''}"
        message = (
            f"{what} state{'' if many else 's'} no namespace, and neither does the destination; "
            f"Argo CD refuses to sync ({_REFUSED.format(first.name)}); add namespace here"
        )
        yield at(resource, ("spec", "destination"), message)


def _message(name: str, edges: list[Edge]) -> str:
    source = edges[0].source
    application = source.application
    what = f"{source.kind} goes"
    if len(edges) > 1:
        others = f"{len(edges) - 1} more" if len(edges) > 2 else edges[1].source.subject  # noqa: PLR2004 (two)
        what = f"{source.subject} and {others} go"
    can = application is not None and application.namespace == name
    owner = f"Application/{application.name}" if application else "the Application"
    hint = (
        f"set CreateNamespace=true in {owner}, or apply a Namespace"
        if can
        else f"apply a Namespace: CreateNamespace of {owner} makes its destination's alone"
    )
    return f"{what} into namespace {name}, which nothing makes; {hint}"


RULE = Rule(
    name="namespace-missing",
    summary="objects go into a Namespace that nobody makes, or into none",
    why=(
        'The sync fails with `namespaces "…" not found`, and nothing after it is applied. Where '
        "neither an object nor the Application's destination states a namespace, nothing at all is."
    ),
    mend=(
        "Set CreateNamespace=true in the Application (it makes the destination's namespace, no "
        "other one), or apply a Namespace."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#create-namespace",
    check=check,
)
