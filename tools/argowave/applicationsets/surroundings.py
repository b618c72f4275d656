"""What every ApplicationSet of a tree is generated in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from argowave.applicationsets.clusters import cluster_of, clusters_in_files, unique
from argowave.applicationsets.elements import Setting
from argowave.applicationsets.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from argowave.applicationsets.clusters import Cluster
    from argowave.applicationsets.renderer import Renderer
    from argowave.applicationsets.workingtree import WorkingTree
    from argowave.manifest import Manifest


def _nowhere(_url: str, _revision: str) -> Path:
    message = "its files are not at hand"
    raise LookupError(message)


def _here(_url: str, _revision: str) -> None:
    """Take what stands here for every revision."""


@dataclass(frozen=True)
class SetSurroundings:
    """The repository, and what is known outside of it."""

    tree: WorkingTree
    is_own: Callable[[str], bool]  # whether a repository URL means the working tree
    outside: Outside = field(default_factory=Outside)
    elsewhere: Callable[[str, str], Path] = _nowhere  # other repositories, as in Setting
    pinned: Callable[[str, str], Path | None] = _here  # other revisions, as in Setting
    applied: list[Manifest] = field(default_factory=list)  # what the tree applies, as it grows
    # how much was applied when a generator asked for clusters → what it was told
    told: dict[int, tuple[Cluster, ...] | None] = field(default_factory=dict)

    def setting(
        self, application_set: str, renderer: Renderer, *, of_secrets: bool = False
    ) -> Setting:
        """Return what the generators of one ApplicationSet are run in."""
        return Setting(
            renderer=renderer,
            tree=self.tree,
            is_own=self.is_own,
            clusters=self.clusters,
            answer=partial(self._answer, application_set),
            elsewhere=self.elsewhere,
            pinned=self.pinned,
            of_secrets=of_secrets,
        )

    def _answer(
        self, application_set: str, kind: str, section: Mapping[str, Any]
    ) -> tuple[dict[str, Any], ...] | None:
        fitting = (
            each.answer
            for each in self.outside.answers
            if each.fits(application_set, kind, section)
        )
        return next(fitting, None)

    def clusters(self) -> tuple[Cluster, ...] | None:
        """Return the clusters that are known, None where there is no Secret of any."""
        size = len(self.applied)
        if size not in self.told:
            self.told[size] = self._known()
        return self.told[size]

    @property
    def told_too_little(self) -> bool:
        """Whether clusters came up after a generator had asked for them."""
        return bool(self.told) and self._known() != self.told[min(self.told)]

    def _known(self) -> tuple[Cluster, ...] | None:
        if self.outside.clusters is not None:
            return unique(self.outside.clusters)
        applied = [each for each in map(cluster_of, self.applied) if each is not None]
        return unique((*applied, *self._in_files)) or None

    @cached_property
    def _in_files(self) -> tuple[Cluster, ...]:
        return clusters_in_files(self.tree)
