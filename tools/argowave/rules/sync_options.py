"""Sync options: which there are, where they belong, and which one holds for an object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.manifest import SYNC_OPTIONS
from argowave.order.hooks import listed
from argowave.resources.inventory import sync_options

if TYPE_CHECKING:
    from argowave.manifest import Manifest
    from argowave.resources import Resource

COMPARE: Final = "argocd.argoproj.io/compare-options"
_SWITCH: Final = ("true", "false")

# gitops-engine/pkg/sync/common/types.go and docs/user-guide/sync-options.md, argo-cd v3.5
ON_BOTH: Final = {
    "ClientSideApplyMigration": _SWITCH,
    "Delete": ("false", "confirm", "true"),
    "Force": _SWITCH,
    "Prune": ("false", "confirm", "true"),
    "PruneLast": _SWITCH,
    "Replace": _SWITCH,
    "ServerSideApply": _SWITCH,
    "SkipDryRunOnMissingResource": _SWITCH,
    "Validate": _SWITCH,
}
ON_APPLICATION: Final = {
    "ApplyOutOfSyncOnly": _SWITCH,
    "CreateNamespace": _SWITCH,
    "FailOnSharedResource": _SWITCH,
    "PrunePropagationPolicy": ("foreground", "background", "orphan"),
    "RespectIgnoreDifferences": _SWITCH,
}
ON_COMPARISON: Final = {
    "IgnoreExtraneous": (),  # a word without a value
    "IncludeMutationWebhook": _SWITCH,
    "ServerSideDiff": _SWITCH,
}


def has_option(resource: Resource, name: str) -> bool:
    """Tell whether name=true holds for an object: its own annotation, then its Application's."""
    own = listed(resource.manifest, SYNC_OPTIONS)
    if f"{name}=true" in own:
        return True
    if f"{name}=false" in own or resource.application is None:
        return False
    return states(resource.application.manifest, name)


def states(application: Manifest, name: str) -> bool:
    """Tell whether an Application's syncOptions have name=true."""
    return f"{name}=true" in sync_options(application)
