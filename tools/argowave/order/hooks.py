"""Hooks: in which phases a manifest takes part, and when Argo CD deletes it again."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argowave.manifest import Manifest

HOOK: Final = "argocd.argoproj.io/hook"
HELM_HOOK: Final = "helm.sh/hook"
DELETE_POLICY: Final = "argocd.argoproj.io/hook-delete-policy"
HELM_DELETE_POLICY: Final = "helm.sh/hook-delete-policy"
SKIP: Final = "Skip"
CRD_INSTALL: Final = "crd-install"  # a CRD of Helm 2, no hook


class Phase(StrEnum):
    """When Argo CD applies something, in this order; the last two belong to a deletion."""

    PRE_SYNC = "PreSync"
    SYNC = "Sync"
    POST_SYNC = "PostSync"
    SYNC_FAIL = "SyncFail"
    PRE_DELETE = "PreDelete"
    POST_DELETE = "PostDelete"


class DeletePolicy(StrEnum):
    """When Argo CD deletes a hook's object."""

    SUCCEEDED = "HookSucceeded"
    FAILED = "HookFailed"
    BEFORE_CREATION = "BeforeHookCreation"


# hookTypes in gitops-engine/pkg/sync/hook/helm/type.go; pre-delete and post-delete are read by
# controller/hook.go. What has only others (test, pre-rollback, post-rollback) is never applied.
HELM_HOOKS: Final = {
    "pre-install": Phase.PRE_SYNC,
    "pre-upgrade": Phase.PRE_SYNC,
    "post-install": Phase.POST_SYNC,
    "post-upgrade": Phase.POST_SYNC,
    "pre-delete": Phase.PRE_DELETE,
    "post-delete": Phase.POST_DELETE,
}
# hookDeletePolicies in gitops-engine/pkg/sync/hook/helm/delete_policy.go
HELM_DELETE_POLICIES: Final = {
    "before-hook-creation": DeletePolicy.BEFORE_CREATION,
    "hook-succeeded": DeletePolicy.SUCCEEDED,
    "hook-failed": DeletePolicy.FAILED,
}
_PHASES: Final = {phase.value: phase for phase in Phase}
DELETING: Final = frozenset((Phase.PRE_DELETE, Phase.POST_DELETE))
_POLICIES: Final = {policy.value: policy for policy in DeletePolicy}


def listed(manifest: Manifest, annotation: str) -> tuple[str, ...]:
    """Return the words of an annotation that holds a comma-separated list."""
    text = manifest.annotations.get(annotation)
    words = text.split(",") if isinstance(text, str) else []
    return tuple(word.strip() for word in words if word.strip())


def is_skipped(manifest: Manifest) -> bool:
    """Tell whether Argo CD never applies a manifest: Skip is the one hook type of a sync.

    Skip in gitops-engine/pkg/sync/hook/hook.go.
    """
    return _types(manifest) == {SKIP}


def is_hook(manifest: Manifest) -> bool:
    """Tell whether a manifest is a hook rather than a part of the Application.

    IsHook in gitops-engine/pkg/sync/hook/hook.go and hook/helm/hook.go: Argo CD's annotation,
    whatever it says, unless it is Skip; otherwise Helm's, whatever it says but crd-install.
    """
    annotations = manifest.annotations
    if HOOK in annotations:
        return not is_skipped(manifest)
    return HELM_HOOK in annotations and annotations[HELM_HOOK] != CRD_INSTALL


def phases(manifest: Manifest) -> tuple[Phase, ...]:
    """Return the phases in which a manifest is applied, in order; none for what is skipped.

    syncPhases in gitops-engine/pkg/sync/sync_phase.go, and isHookOfType in controller/hook.go for
    those of a deletion, which count whatever else is stated. A hook whose types are all unknown
    is never applied, such as Helm's test ("Unsupported hooks are ignored", user-guide/helm.md).
    """
    annotations = manifest.annotations
    if HOOK not in annotations and HELM_HOOK not in annotations:
        return (Phase.SYNC,)
    if is_skipped(manifest):
        return ()
    if not is_hook(manifest):
        return (Phase.SYNC,)
    found = {_PHASES[word] for word in _types(manifest) - {SKIP}} | (_named(manifest) & DELETING)
    return tuple(phase for phase in Phase if phase in found)


def delete_policies(manifest: Manifest) -> frozenset[DeletePolicy]:
    """Return when a hook's object is deleted; BeforeHookCreation where nothing is stated.

    DeletePolicies in gitops-engine/pkg/sync/hook/delete_policy.go: Helm's count beside Argo CD's.
    """
    own = {_POLICIES[word] for word in listed(manifest, DELETE_POLICY) if word in _POLICIES}
    helm = {
        HELM_DELETE_POLICIES[word]
        for word in listed(manifest, HELM_DELETE_POLICY)
        if word in HELM_DELETE_POLICIES
    }
    return frozenset(own | helm or {DeletePolicy.BEFORE_CREATION})


def _types(manifest: Manifest) -> set[str]:
    """Return the hook types of a sync; Helm's count only where Argo CD's say nothing (Types)."""
    known = {*_PHASES.keys() - DELETING, SKIP}
    own = {word for word in listed(manifest, HOOK) if word in known}
    if own:
        return own
    stated = {HELM_HOOKS[word] for word in listed(manifest, HELM_HOOK) if word in HELM_HOOKS}
    return {phase.value for phase in stated - DELETING}


def _named(manifest: Manifest) -> set[Phase]:
    """Return every phase that either annotation names."""
    own = {_PHASES[word] for word in listed(manifest, HOOK) if word in _PHASES}
    helm = {HELM_HOOKS[word] for word in listed(manifest, HELM_HOOK) if word in HELM_HOOKS}
    return own | helm
