"""provider-config-missing: a managed resource uses a provider config that nobody applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.gates import Moment
from argowave.references.configs import CONFIGS
from argowave.rules.contracts._edges import undecided, without_target
from argowave.rules.rule import Rule, at
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Key, Resource
    from argowave.rules.rule import Undecided
    from argowave.rules.scene import Scene

_KINDS = frozenset(CONFIGS)


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each managed resource without its provider config."""
    for edge in without_target(scene, _KINDS):
        doubt = undecided(edge)
        if doubt is not None:
            yield doubt
        elif edge.is_dangling:
            key = edge.reference.keys[0]
            stated = edge.reference.path != ("spec",)
            said = "" if stated else ", its default"
            message = (
                f"is made with {key}{said}, which nothing applies; the provider never touches "
                f"the object{_unnoticed(scene, edge.source)}; {_mend(scene, key)}"
            )
            yield at(edge.source, edge.reference.path, message)


def _unnoticed(scene: Scene, resource: Resource) -> str:
    """Return that Argo CD is content with an object without status, "" where it is not."""
    gate = scene.checks.gate(resource)
    if Moment.UNSEEN not in gate.leaks:
        return ""
    return f", and {gate.check} calls it Healthy{' before 3.4.9 and 3.5.3' if gate.doubt else ''}"


def _mend(scene: Scene, key: Key) -> str:
    configs = [
        each
        for each in scene.inventory.of_kind(key.group, *CONFIGS)
        if each.cluster == key.cluster and each.namespace in ("", key.namespace or each.namespace)
    ]
    names = sorted({each.name for each in configs})
    near = nearest(key.name, names, 0.0)
    if not near:
        return "add it"
    found = next(each for each in configs if each.name == near)
    return f"did you mean {found.key}?"


RULE = Rule(
    name="provider-config-missing",
    summary="a managed resource uses a provider config that nobody applies",
    why=(
        "The provider waits for the config without a word: the object gets no status, no event "
        "and no log line. Argo CD's built-in health check takes an object without status for "
        "Healthy, so later waves begin although nothing exists in AWS."
    ),
    mend="Correct the name or the kind in spec.providerConfigRef, or add the provider config.",
    source="https://docs.crossplane.io/latest/managed-resources/managed-resources/",
    check=check,
)
