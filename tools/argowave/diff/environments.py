"""Two repositories' folders → for each environment what changes and what that does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.diff.changes import How
from argowave.diff.compare import compare, renames
from argowave.diff.effects import effects_of
from argowave.diff.effects.prunes import is_definition, is_namespace
from argowave.diff.states import State, load_both, providing
from argowave.diff.varying import without_varying
from argowave.finding import Severity
from argowave.kubernetes_version import DEFAULT_VERSION
from argowave.resources import take_inventory
from argowave.revisions.files import WorkingTree
from argowave.tree import Tree
from argowave.tree.application import is_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from argowave.diff.changes import Change
    from argowave.diff.effects import Effect
    from argowave.schema import Store
    from argowave.sources.request import Generated, ManifestRequest

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]


@dataclass(frozen=True, slots=True)
class EnvironmentDiff:
    """What changes in one environment."""

    name: str
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    renamed: Mapping[str, str]  # former name of an Application → its new one
    not_compared: tuple[str, ...]  # what could not be looked into, or never is the same

    @property
    def syncs(self) -> tuple[str, ...]:
        """The Applications that have something to sync, in the order in which they appear."""
        names = [each.application for each in self.changes if each.how is not How.REMOVED]
        names += [each.application for each in self.changes if each.how is How.REMOVED]
        return tuple(dict.fromkeys(name for name in names if name))

    def acceptance(self, effect: Effect) -> str:
        """Return what accepts an effect: ENV Kind/name."""
        return f"{self.name} {effect.subject}"

    def unaccepted(self, accepted: frozenset[str]) -> list[str]:
        """Return what would still have to be accepted, as `acceptance` says it."""
        fatal = [self.acceptance(effect) for effect in self.effects if effect.weight.is_fatal]
        return [each for each in fatal if each not in accepted]


def compare_environment(
    name: str, before: State | None, after: State | None, generate: Generate, store: Store
) -> EnvironmentDiff:
    """Return what changes in an environment; None stands for a state that does not have it."""
    nothing = State(lambda _: Tree(name, "", (), (), ()), WorkingTree(Path()))
    trees = load_both(before or nothing, after or nothing, generate)
    first, second = (take_inventory(tree, partial(_scope, store, tree)) for tree in trees)
    changes, made_up = without_varying(compare(first, second))
    if before is not None and any(_reaches_further(change) for change in changes):
        whole = before.load(providing(before.files, generate))
        first = take_inventory(whole, partial(_scope, store, whole))
    gaps = [f"{entry.what}: {entry.why}" for tree in trees for entry in tree.not_checked]
    return EnvironmentDiff(
        name=name,
        changes=changes,
        effects=effects_of(changes, first, second),
        renamed=renames(first, second),
        not_compared=(*dict.fromkeys((*gaps, *_refused(trees[1]))), *made_up),
    )


def _refused(tree: Tree) -> Iterator[str]:
    """Give the Applications of which something cannot be generated, which seems to be gone.

    Argo CD then compares nothing and says why (ComparisonError), so nothing is deleted: manifests
    are made all or none (GenerateManifests in reposerver/repository/repository.go).
    """
    for application in tree.applications:
        errors = (each for each in application.findings if each.severity is Severity.ERROR)
        if (fault := next(errors, None)) is not None:
            place = fault.path if fault.line is None else f"{fault.path}:{fault.line}"
            yield (
                f"all of {application.manifest.subject}, as Argo CD may refuse it and change "
                f"nothing: {place} {fault.message}"
            )


def _reaches_further(change: Change) -> bool:
    """Tell whether a change is about objects of Applications that are the same on both sides."""
    former = change.before
    return (
        former is not None
        and change.how in (How.REMOVED, How.MOVED)
        and (is_namespace(former) or is_definition(former) or is_application(former.manifest))
    )


def _scope(store: Store, tree: Tree, api_version: str, kind: str) -> str | None:
    return store.scope(api_version, kind, tree.kubernetes_version or DEFAULT_VERSION)
