"""manifest-generate-paths: a path of the annotation at which nothing is.

GetSourceRefreshPaths in util/app/path/path.go: a path that does not begin with a slash is one below
the source's own. UpdateRevisionForPaths in reposerver/repository/repository.go: a commit without a
file below one of them keeps the manifests that were made before.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from argowave.files.slashes import stated
from argowave.finding import Severity
from argowave.rules.argocd._annotations import annotation
from argowave.rules.rule import Rule, at
from argowave.sources.unfinished_url import has_blank
from argowave.tree.application import application_spec
from argowave.tree.remotes import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.finding import Finding
    from argowave.rules.scene import Scene
    from argowave.tree import Application

_NAME: Final = "argocd.argoproj.io/manifest-generate-paths"
_PATTERN: Final = re.compile(r"[*?\[]|\{\{")  # of files, or of a template


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each path at which none of the Application's sources has anything."""
    for resource, application in scene.inventory.owners():
        text = resource.manifest.annotations.get(_NAME)
        folders = _folders(scene, application) if isinstance(text, str) else []
        for item in filter(None, map(str.strip, str(text).split(";"))):
            if folders and not _PATTERN.search(item) and not has_blank(item):
                read = [_read(item, folder) for folder in folders]
                if not any(_exists(scene.repository, each) for each in read):
                    yield at(resource, annotation(_NAME), _message(scene, item, folders, read[0]))


def _folders(scene: Scene, application: Application) -> list[str]:
    """Return the paths of the sources; none where one is elsewhere, or not as it is here."""
    sources = [each for each in application.sources if not each.chart]
    own = scene.tree.own_urls
    known = all(
        normalise(each.repo_url) in own and _exists(scene.repository, each.path) for each in sources
    )
    is_hydrated = "sourceHydrator" in application_spec(application.manifest)
    return [each.path for each in sources] if known and not is_hydrated else []


def _read(item: str, folder: str) -> str:
    """Return the path that Argo CD makes of an item of the annotation."""
    path = item[1:] if item.startswith("/") else posixpath.join(folder, item)
    return posixpath.normpath(path or ".")


def _exists(repository: Path, path: str) -> bool:
    return (repository / stated(path)).exists()


def _message(scene: Scene, item: str, folders: list[str], read: str) -> str:
    if item.startswith("/"):
        return f"nothing here is called {read}, so no commit can change the Application by it"
    if posixpath.normpath(item) in map(posixpath.normpath, folders):
        return (
            "the annotation repeats the Application's own path, and Argo CD reads it as one below "
            "that, where nothing is, so that commits do not reach the Application; write . or "
            "begin it with /"
        )
    hint = f"write /{item}" if _exists(scene.repository, item) else "mend it"
    return (
        f"Argo CD reads {item} as {read}, below the Application's path, and nothing is there; "
        f"{hint}"
    )


RULE = Rule(
    name="manifest-generate-paths",
    summary="a path in the annotation manifest-generate-paths at which nothing is",
    why=(
        "Argo CD compares the files of a commit with these paths; where none of them is below one, "
        "it keeps the manifests that it made before and syncs nothing until a hard refresh."
    ),
    mend="Write . for the Application's own path, and begin a path of the repository with a slash.",
    source=(
        "https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/"
        "#manifest-paths-annotation"
    ),
    check=check,
    severity=Severity.WARNING,  # a first sync and a hard refresh work all the same
)
