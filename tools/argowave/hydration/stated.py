"""An Application → what it says about hydration."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.tree.application import application_spec
from argowave.typed import as_mapping

if TYPE_CHECKING:
    from argowave.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Hydrator:
    """spec.sourceHydrator of an Application.

    Argo CD renders the dry source, commits to the branch of `hydrate_to` and applies what the
    `branch` holds at `path`: a plain directory of the dry source's repository. Where the two
    branches differ, somebody moves the commits from one to the other.
    Source: GetHydrateToSource and GetSyncSource in pkg/apis/application/v1alpha1/types.go.
    """

    branch: str  # syncSource.targetBranch
    path: str  # syncSource.path, normalised; "" for the repository's top
    hydrate_to: str  # hydrateTo.targetBranch, or the branch itself

    @property
    def is_staged(self) -> bool:
        """Whether what is pushed waits on another branch first."""
        return self.hydrate_to != self.branch


def hydrator_of(application: Manifest) -> Hydrator | None:
    """Return what an Application says, None where it says nothing that can be followed."""
    hydrator = as_mapping(application_spec(application).get("sourceHydrator"))
    sync = as_mapping(hydrator.get("syncSource"))
    branch, path = sync.get("targetBranch"), sync.get("path", "")
    if not isinstance(branch, str) or not isinstance(path, str) or not branch:
        return None
    normal = posixpath.normpath(path)
    if normal.startswith(("/", "..")):
        return None
    staging = as_mapping(hydrator.get("hydrateTo")).get("targetBranch")
    to = staging if isinstance(staging, str) and staging else branch
    return Hydrator(branch, "" if normal == "." else normal, to)
