"""hook-value: a hook type or a delete policy that Argo CD does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.order import DeletePolicy, Phase
from argowave.order.hooks import (
    DELETE_POLICY,
    HELM_DELETE_POLICIES,
    HELM_DELETE_POLICY,
    HELM_HOOK,
    HELM_HOOKS,
    HOOK,
    SKIP,
    listed,
)
from argowave.rules.argocd._annotations import annotation
from argowave.rules.rule import Rule, at
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_NEVER: Final = "Never"  # newer than 3.5: newer-option tells where it is too new
_TYPES: Final = (*(phase.value for phase in Phase), SKIP)
_POLICIES: Final = (*(policy.value for policy in DeletePolicy), _NEVER)
# Helm's own that Argo CD passes over knowingly: docs/user-guide/helm.md
_HELM_ONLY: Final = (
    "pre-rollback",
    "post-rollback",
    "test",
    "test-success",
    "test-failure",
    "crd-install",
)
_KNOWN: Final[dict[str, Collection[str]]] = {
    HOOK: _TYPES,
    DELETE_POLICY: _POLICIES,
    HELM_HOOK: (*HELM_HOOKS, *_HELM_ONLY),
    HELM_DELETE_POLICY: tuple(HELM_DELETE_POLICIES),
}
_LOST: Final = {
    HOOK: "so it runs in no phase",
    DELETE_POLICY: "so it is not deleted then",
    HELM_HOOK: "so it is no hook",
    HELM_DELETE_POLICY: "so it is not deleted then",
}


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each word that Argo CD passes over."""
    for resource in scene.inventory.resources:
        annotations = resource.manifest.annotations
        if not annotations:
            continue
        for name, known in _KNOWN.items():
            if name in annotations:
                yield from _faults(resource, name, known)


def _faults(resource: Resource, name: str, known: Collection[str]) -> Iterator[Finding]:
    words = listed(resource.manifest, name)
    if not words and name == HOOK:
        message = "names no hook type, so that it runs in no phase"
        yield at(resource, annotation(name), f"{message}; write one of {', '.join(known)}")
    for word in words:
        if word not in known:
            message = f"Argo CD does not know {word}, {_LOST[name]}; {_hint(word, known)}"
            yield at(resource, annotation(name), message)


def _hint(word: str, known: Collection[str]) -> str:
    lower = {each.lower().replace("-", ""): each for each in known}
    found = nearest(word.lower().replace("-", ""), lower)
    return f"did you mean {lower[found]}?" if found else f"write one of {', '.join(known)}"


RULE = Rule(
    name="hook-value",
    summary="a hook type or a delete policy that Argo CD does not know",
    why=(
        "A hook whose type is misspelt is no part of the Application either: it is never "
        "applied, and nothing says so. A misspelt delete policy leaves the default, "
        "BeforeHookCreation."
    ),
    mend="Write the word as Argo CD has it; case counts.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/",
    check=check,
)
