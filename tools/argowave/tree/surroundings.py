"""What a tree is loaded in: the repository, and what is known of the world around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from argowave.applicationsets import Outside, WorkingTree
from argowave.revisions.here import plain, standing_for_all
from argowave.revisions.names import is_expression, of_a_clone
from argowave.sources.unfinished_url import has_blank
from argowave.tree.assumption import assumed_url, former_urls, stated_revisions, unfinished_urls
from argowave.tree.folders import walk_repository
from argowave.tree.remotes import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from argowave.manifest import Manifest
    from argowave.revisions.checkouts import Checkouts
    from argowave.sources.request import Charts
    from argowave.sources.source import Source

_NAMED: Final = 10  # revisions that stand for what is here, named in the summary


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a tree is loaded in."""

    repository: Path  # absolute
    environment: str
    kubernetes_version: str  # 1.36
    own_urls: frozenset[str]  # normalised URLs that mean this repository
    charts: Charts
    working_tree: WorkingTree  # what stands in the repository's folder
    kustomize_build_options: str = ""  # "" until Argo CD's settings are found in the tree
    options_by_hand: str = ""  # of kustomize, in values that Argo CD is installed with by hand
    served_versions: tuple[str, ...] = ()  # what each cluster serves by itself
    api_versions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # brought, by cluster
    assumptions: tuple[str, ...] = ()  # what was taken for true though nobody states it
    outside: Outside = field(default_factory=Outside)
    checkouts: Checkouts | None = None  # of other revisions; None where all are what is here
    standing: frozenset[str] = frozenset()  # further revisions that stand for what is here
    hidden: bool = False  # whether roots are looked for in hidden folders too
    excluded: tuple[str, ...] = ()  # globs over paths in which roots are not looked for

    def walk(
        self, unreadable: Callable[[OSError], object] | None = None
    ) -> Iterator[tuple[str, list[str], list[str]]]:
        """Give each folder in which roots are looked for, with what is in it, as os.walk does.

        Args:
            unreadable: is told of each folder that cannot be listed.
        """
        return walk_repository(
            self.repository,
            self.working_tree.ignored,
            hidden=self.hidden,
            excluded=self.excluded,
            unreadable=unreadable,
        )

    def is_own(self, url: str) -> bool:
        """Tell whether a repository's URL means this repository."""
        return normalise(url) in self.own_urls

    def assuming(self, entry: Iterable[Manifest]) -> Surroundings:
        """Return the same with a URL that seems to be this repository's, where none is known."""
        entry = tuple(entry)
        taken: list[str] = []
        others: list[str] = []
        if url := assumed_url(entry, self.repository, self.own_urls):
            taken = [url, *unfinished_urls(entry, self.repository, frozenset((normalise(url),)))]
        elif self.own_urls:
            taken, others = former_urls(entry, self.repository, self.own_urls)
        said = [f"{each} was taken for this repository, as its paths are here" for each in taken]
        said += [
            f"{each} was taken for another repository, though its paths are here; if it is "
            f'this one, state repositories = ["{each}"]'
            for each in others
        ]
        owning = replace(
            self.noting(tuple(said)), own_urls=self.own_urls.union(map(normalise, taken))
        )
        return owning.standing_for(entry)

    def standing_for(self, entry: Iterable[Manifest]) -> Surroundings:
        """Return the same for all revisions, where no Application takes what is here."""
        if self.checkouts is None:
            return self
        stated = set(stated_revisions(entry, self.own_urls))
        blank = sorted(each for each in stated if has_blank(each))
        named = (
            each
            for each in stated.difference(blank)
            if not is_expression(each) and not of_a_clone(each)
        )
        standing = standing_for_all(named, self.checkouts.here.names)
        if len(standing) > 1:  # tags beside other revisions are what they say
            standing = frozenset(each for each in standing if not self.checkouts.is_fixed(each))
        said = _taken(sorted(standing)) if standing else ()
        said += tuple(
            f"revision {each} of this repository was taken for what is here, as it is still to be "
            "filled in"
            for each in blank
        )
        return replace(self.noting(said), standing=standing)

    def is_here(self, revision: str) -> bool:
        """Tell whether a revision of this repository is what stands in its folder.

        One that is still to be filled in is taken for it.
        """
        if self.checkouts is None:
            return True
        return plain(revision) in self.checkouts.here.names | self.standing or has_blank(revision)

    def guessed(self, sources: Iterable[Source]) -> tuple[str, ...]:
        """Return what was guessed of this repository's branches, where a source depends on it."""
        if self.checkouts is None:
            return ()
        here = self.checkouts.here
        taken = {plain(each.target_revision) for each in sources if self.is_own(each.repo_url)}
        what = f"branch {here.branch}" if here.branch else "a commit"
        why = (
            f"{what} is checked out: nothing says which branch is the default one; "
            "`git remote set-head origin --auto` does"
        )
        if here.unknown:
            why = f"nobody knows what is checked out: {here.unknown}"
        return tuple(
            f"revision {each} of this repository was taken for what is here, though {why}"
            for each in sorted(taken & here.guessed)
        )

    def without_root(self) -> str:
        """Return what to do where the file of a root Application is missing."""
        if (self.repository / "environments" / self.environment).is_dir():
            return f"run `argowave render {self.environment}` first"
        return "without --root, every Application that no other one contains is a root"

    def noting(self, assumptions: tuple[str, ...]) -> Surroundings:
        """Return the same with further assumptions."""
        return replace(self, assumptions=(*self.assumptions, *assumptions))


def _taken(revisions: list[str]) -> tuple[str, ...]:
    """Return what is said of revisions that stand for what is here; many are not named."""
    why = "as no Application takes what is checked out or the default branch"
    if len(revisions) == 1:
        return (f"revision {revisions[0]} of this repository was taken for what is here, {why}",)
    more = [f"{len(revisions) - _NAMED} more"] if len(revisions) > _NAMED else []
    *names, last = [*revisions[:_NAMED], *more]
    each = f"{', '.join(names)} and {last}"
    return (f"revisions {each} of this repository were taken for what is here, {why}",)
