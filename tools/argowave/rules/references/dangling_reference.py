"""dangling-reference: an object names another one that nobody applies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from argowave.finding import Severity
from argowave.references import made_beside
from argowave.references.reference import NOWHERE
from argowave.resources.key import Key
from argowave.rules.references._flavours import in_other_flavour
from argowave.rules.rule import Rule, Undecided, at
from argowave.words.nearest import nearest
from argowave.words.slip import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references import Edge
    from argowave.rules.scene import Scene

_SLIP = 0.9  # of 1: one letter more, less or other in a name of ten
# kinds whose absence has a rule of its own, which says more
_OWN_RULE = frozenset(
    (
        "Namespace",
        "AppProject",
        "Provider",
        "ProviderConfig",
        "ClusterProviderConfig",
        "ManagedResourceActivationPolicy",
    )
)
# kinds that are scaled
_WORKLOADS = (("apps", "Deployment"), ("apps", "StatefulSet"), ("argoproj.io", "Rollout"))


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each edge that leads nowhere."""
    for edge in scene.graph.edges:
        reference = edge.reference
        if edge.target is not None or reference.optional:
            continue
        if _has_own_rule(scene, edge):
            continue
        near = _near(scene, edge)
        if edge.elsewhere is None or (not edge.elsewhere.certain and near.is_slip):
            found = at(edge.source, reference.path, _message(edge, near))
            yield replace(found, severity=Severity.WARNING) if reference.weak else found
        elif not edge.elsewhere.certain:
            what = f"{edge.source.subject} → {reference.wanted}"
            yield Undecided(what, edge.elsewhere.reason)


def _has_own_rule(scene: Scene, edge: Edge) -> bool:
    return (
        any(key.kind in _OWN_RULE for key in edge.reference.keys)
        or in_other_flavour(scene.inventory, edge) is not None
    )


class _Near(NamedTuple):
    """The name most like the one that is missing, of the same kind in the same place."""

    name: str
    is_slip: bool  # so like it that nobody would choose both


def _message(edge: Edge, near: _Near) -> str:
    reference = edge.reference
    said = f"{edge.source.kind} {reference.relation} {reference.wanted}, which nothing applies"
    if not near.name or "the tree makes" in reference.wanted:
        return f"{said}; add it or mend the name"
    return f"{said}; did you mean {near.name}?"


def _near(scene: Scene, edge: Edge) -> _Near:
    if edge.reference.meant:
        return _Near(edge.reference.meant, is_slip=True)
    for key in edge.reference.keys:
        if NOWHERE in key.name:
            continue  # no object's name: the reference has said what is like it
        if other := _of_other_kind(scene, edge, key):
            return _Near(other, is_slip=True)
        names = {
            each.name
            for each in scene.inventory.of_kind(key.group, key.kind)
            if (each.cluster, each.namespace) == (key.cluster, key.namespace)
        }
        made = _nearest(key.name, made_beside(scene.inventory, key))
        near = _nearest(key.name, names)
        if found := made if made and made.is_slip else near:
            return found
    return _Near("", is_slip=False)


def _nearest(written: str, names: set[str]) -> _Near | None:
    found = nearest(written, sorted(names))
    if not found:
        return None
    import difflib  # noqa: PLC0415 (only what is missing needs it)

    ratio = difflib.SequenceMatcher(None, written, found).ratio()
    is_other = words_of(written) != words_of(found)
    return _Near(found, is_other and (ratio >= _SLIP or _is_swapped(written, found)))


def _is_swapped(written: str, meant: str) -> bool:
    """Tell whether two letters that stand side by side have changed places."""
    if len(written) != len(meant):
        return False
    first, *more = [n for n, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    pair = written[first : first + 2]
    return more == [first + 1] and pair == meant[first : first + 2][::-1] and pair.isalpha()


def _of_other_kind(scene: Scene, edge: Edge, key: Key) -> str:
    """Return the object of the same name and a kind that is taken for this one, "" for none.

    Several APIs have their kinds in both scopes, and the shorter one is meant where none stands;
    what scales one kind of workload is written as if it were for another one.
    """
    wider = Key(key.cluster, key.group, f"Cluster{key.kind}", "", key.name)
    narrower = wider._replace(
        kind=key.kind.removeprefix("Cluster"), namespace=edge.source.namespace
    )
    others = [wider if key.namespace else narrower]
    if edge.reference.relation == "scales" and any(key.kind == kind for _, kind in _WORKLOADS):
        others = [key._replace(group=group, kind=kind) for group, kind in _WORKLOADS]
    return next((str(each) for each in others if each in scene.inventory.by_key), "")


RULE = Rule(
    name="dangling-reference",
    summary="an object names another one that nobody applies",
    why=(
        "Kubernetes accepts the object and it does not work: a pod that waits for its ConfigMap, "
        "an Ingress that answers 503, a managed resource that is never created."
    ),
    mend=(
        "Correct the name, or add the object. An object that somebody else makes by hand is "
        "accepted by a waiver."
    ),
    source="https://kubernetes.io/docs/concepts/configuration/",
    check=check,
)
