"""Which hooks Helm knows; an object with any other word in helm.sh/hook is left out.

Source: SortManifests and hookEvents in pkg/release/v1/util/manifest_sorter.go, Helm 4.2, where
only a line of the log tells. Argo CD reads what is printed, so that it never sees the object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.nearest import nearest
from argowave.sources.helm.chart_request import ChartFault

if TYPE_CHECKING:
    from argowave.yamlio import Document

_ALIKE: Final = 0.75
_HOOK: Final = "helm.sh/hook"
TEST_HOOKS: Final = frozenset(("test", "test-success"))
HOOKS: Final = TEST_HOOKS | {
    f"{when}-{what}"
    for when in ("pre", "post")
    for what in ("install", "delete", "upgrade", "rollback")
}
_OF_HELM_2: Final = frozenset(("crd-install", "test-failure"))  # a chart may still have them


def hook_events(body: dict[str, Any]) -> set[str] | None:
    """Return the hook events that a manifest names, or None when it is no hook."""
    metadata = body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    hook = annotations.get(_HOOK) if isinstance(annotations, dict) else None
    if hook is None:
        return None
    return {event.strip().lower() for event in str(hook).split(",")}


def left_out(document: Document, events: set[str], template: str) -> ChartFault | None:
    """Return what to say of a manifest that Helm leaves out for a misspelt hook, or None.

    A word that is like none that Helm knows may be there to leave the object out.
    """
    for word in sorted(events - HOOKS - _OF_HELM_2):
        if meant := nearest(word, sorted(HOOKS), _ALIKE):
            metadata = document.body["metadata"]
            name = f"{document.body.get('kind')}/{metadata.get('name')}"
            message = (
                f"{name} is made by nothing: Helm does not know the hook {word} and leaves the "
                f"object out; did you mean {meant}?"
            )
            return ChartFault(message, template, word=word)
    return None
