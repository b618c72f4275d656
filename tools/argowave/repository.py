"""A repository on disk, for programs: its trees, and what is wrong with them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.errors import RepositoryError, RuleError
from argowave.finding import gather
from argowave.lint import Ground, Linter, Stores
from argowave.provenance.origins import trace
from argowave.rules import Rule, Scene, judge
from argowave.rules.foreign import fault_of, watched
from argowave.rules.registry import load_rules, own_rules, rule_levels
from argowave.schema import with_own_store
from argowave.settings import load_settings
from argowave.sources.fetch.find import charts_at_hand
from argowave.waivers import apply_waivers

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from argowave.finding import Finding
    from argowave.lint import Plot
    from argowave.sources.request import Charts
    from argowave.tree import Tree


def open_repository(
    path: str | os.PathLike[str] = ".",
    *,
    root: str | os.PathLike[str] | None = None,
    kubernetes_version: str = "",
    fetch: bool = False,
    source_cache: str | os.PathLike[str] | None = None,
) -> Repository:
    """Return a repository; nothing is rendered yet.

    Args:
        path: its folder.
        root: the file of a root Application, instead of environments/ or what is discovered.
        kubernetes_version: of what no environment states, such as 1.36; "" for what the settings
            say.
        fetch: whether what the cache lacks is fetched: charts, and other repositories.
        source_cache: where that is kept; None for the user's cache.

    Raises:
        ToolError: there is no such folder, or its settings cannot be read.
    """
    if not Path(path).is_dir():
        message = "is no folder"
        raise RepositoryError(message, path=str(path))
    cache = Path(source_cache) if source_cache else None
    charts = charts_at_hand(Path(path).resolve(), cache, fetch=fetch)
    return Repository(Path(path), Path(root) if root else None, kubernetes_version, charts)


class Repository:
    """An Argo CD repository with its settings."""

    def __init__(
        self, path: Path, root: Path | None, kubernetes_version: str, charts: Charts
    ) -> None:
        """See open_repository."""
        self.path = path.resolve()
        self._root = root
        self._kubernetes_version = kubernetes_version
        self._settings = load_settings(self.path)
        # one process: a program that was not written for it must not be started again by others
        self._ground = Ground.of(self._settings, charts, 1)

    def trees(self, *environments: str) -> Iterator[Tree]:
        """Give the tree of each environment, or of each root, one after the other.

        Raises:
            ToolError: one cannot be loaded.
        """
        for plot in self._plots(environments):
            yield plot.load()

    def lint(
        self,
        *environments: str,
        rules: Rule | Iterable[Rule] | None = None,
        provenance: bool = True,
    ) -> list[Finding]:
        """Return what `argowave lint` finds, without what waivers cover.

        Args:
            environments: their names; none for all of them.
            rules: one or several, instead of all that there are; schemas are checked as well.
            provenance: whether the value or the line of a template behind what was rendered is
                looked for, which takes longer.

        Raises:
            ToolError: a tree cannot be loaded, or a rule is none or fails.
        """
        given = (rules,) if isinstance(rules, Rule) else rules
        chosen = load_rules() if given is None else tuple(_watched(given))
        with self._stores() as stores:
            linter = Linter(self.path, stores, lambda: chosen, rule_levels(self._settings.rules))
            report = linter.run(self._plots(environments))
        found: Sequence[Finding] = report.findings
        if provenance:
            found, _ = trace(self.path, found, report.trails, found)
        today = datetime.now(UTC).date()
        source = self._settings.path.name
        left, _ = apply_waivers(found, self._settings.waivers, today, source)
        return gather(left)

    def check(self, *rules: Rule, environments: str | Iterable[str] = ()) -> list[Finding]:
        """Return what some rules alone find, waived or not.

        Args:
            rules: those.
            environments: the name of one, or several; none for all of them.

        Raises:
            ToolError: a tree cannot be loaded, or a rule is none or fails.
        """
        watched_rules = tuple(_watched(rules))
        found: list[Finding] = []
        names = (environments,) if isinstance(environments, str) else environments
        for scene in self.scenes(*names):
            found += judge(scene, watched_rules, {}).findings
        return gather(found)

    def scenes(self, *environments: str) -> Iterator[Scene]:
        """Give what rules look at, of each environment; it holds for as long as the iteration.

        Raises:
            ToolError: a tree cannot be loaded.
        """
        with self._stores() as stores:
            for plot in self._plots(environments):
                tree = plot.load()
                yield Scene(
                    self.path,
                    tree,
                    stores.of(tree)[0],
                    plot.aws_target,
                    publishes_addresses=plot.publishes_addresses,
                )

    @contextmanager
    def _stores(self) -> Iterator[Stores]:
        with Stores(with_own_store(self.path, self._settings.schema_locations)) as stores:
            yield stores

    def _plots(self, environments: Iterable[str]) -> list[Plot]:
        return self._ground.choose(tuple(environments), self._root, self._kubernetes_version)


def _watched(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Give rules whose failures name them.

    Raises:
        RuleError: one is no rule, or has the name of one of argowave's own.
    """
    own = {rule.name: rule for rule in own_rules()}
    for rule in rules:
        if fault := fault_of(rule):
            message = f"what was given {fault}"
            raise RuleError(message)
        if rule.name in own and rule != own[rule.name]:
            message = f"the rule {rule.name} has the name of one of argowave's own"
            raise RuleError(message, hint="give it another name")
        yield rule if rule.name in own else watched(rule)
