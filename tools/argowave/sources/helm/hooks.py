"""Which hooks Helm knows; an object with any other word in helm.sh/hook is left out.

Source: SortManifests and hookEvents in pkg/release/v1/util/manifest_sorter.go, Helm 4.2, where
only a line of the log tells. Argo CD reads what is printed, so that it never sees the object.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.sources.helm.chart_request import ChartFault
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.yamlio import Document

_ALIKE: Final = 0.75
_HOOK: Final = "helm.sh/hook"
TEST_HOOKS: Final = frozenset(("test", "test-success"))
HOOKS: Final = TEST_HOOKS | {
    f"{when}-{what}"
    for when in ("pre", "post")
    for what in ("install", "delete", "upgrade", "rollback")
}
# `level=INFO msg="skipping unknown hooks" hookTypes=a,b`, quoted where it has a blank, of Helm 4;
# `info: skipping unknown hook: "a,b"` of Helm 3
_PASSED_OVER: Final = re.compile(
    r'skipping unknown hooks?(?:" hookTypes=(?:"([^"\n]*)"|([^"\s]+))|: "([^"\n]*)")'
)
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
    metadata = document.body["metadata"]
    name = f"{document.body.get('kind')}/{metadata.get('name')}"
    return _fault(name, events, template)


def left_out_by_binary(said: str, chart: Path) -> list[ChartFault]:
    """Return the same of what a `helm` binary has left out, which says no object's name.

    Args:
        said: its standard error; Helm 3 and Helm 4 have other words for it.
        chart: the chart's folder or archive; a template in it that alone has the word is named.
    """
    found = []
    for match in _PASSED_OVER.finditer(said):
        stated = next(filter(None, match.groups()))
        events = {event.strip().lower() for event in stated.split(",")}
        if fault := _fault("an object", events, ""):
            found.append(replace(fault, path=_only_template(chart, fault.word)))
    return found


def _fault(name: str, events: set[str], template: str) -> ChartFault | None:
    for word in sorted(events - HOOKS - _OF_HELM_2):
        if meant := nearest(word, sorted(HOOKS), _ALIKE):
            message = (
                f"{name} is made by nothing: Helm does not know the hook {word} and leaves the "
                f"object out; did you mean {meant}?"
            )
            return ChartFault(message, template, word=word)
    return None


def _only_template(chart: Path, word: str) -> str:
    """Return Helm's path of the one template of a chart that has a word, "" where none is."""
    files = [path for path in chart.rglob("templates/**/*") if path.is_file()]
    having = [path for path in files if word in path.read_text("utf-8", "replace")]
    return f"{chart.name}/{having[0].relative_to(chart).as_posix()}" if len(having) == 1 else ""
