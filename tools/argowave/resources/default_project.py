"""The AppProject `default` in Git → as the cluster will have it.

Argo CD makes it when it starts, where there is none, and lets it do anything:
initializeDefaultProject in server/server.go. To apply one from Git changes that one, and what Git
does not state stays as it is there: kubectl's three-way merge and server-side apply leave alone
what was never applied.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.manifest import SYNC_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argowave.resources.resource import Resource

_NAME: Final = "default"
_MADE: Final[dict[str, Any]] = {
    "sourceRepos": ["*"],
    "destinations": [{"server": "*", "namespace": "*"}],
    "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
}


def as_it_will_be(project: Resource, options: Iterable[str]) -> Resource:
    """Return an AppProject; the default one with what Argo CD gave it, unless that is replaced.

    Args:
        project: any AppProject.
        options: the sync options of the Application that applies it.
    """
    stated = str(project.manifest.annotations.get(SYNC_OPTIONS, "")).split(",")
    if project.name != _NAME or "Replace=true" in {*options, *map(str.strip, stated)}:
        return project
    return replace(project, body={**project.body, "spec": {**_MADE, **project.spec}})
