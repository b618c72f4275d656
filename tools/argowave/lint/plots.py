"""A repository and its settings → the trees to look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.applicationsets import Outside, WorkingTree, read_outside
from argowave.errors import InvocationError, RepositoryError
from argowave.files.regular import follow
from argowave.kubernetes_version import DEFAULT_VERSION, resolve_version
from argowave.laid_out import has_environments
from argowave.lint.names import unknown_name
from argowave.revisions.checkouts import Checkouts
from argowave.schema import open_store, served_versions
from argowave.sources.pool import generate_all
from argowave.tree import Surroundings, Tree, load_tree
from argowave.tree.remotes import own_urls, remotes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from argowave.environment import Environment
    from argowave.settings import Settings
    from argowave.sources.request import Charts, Generated, ManifestRequest

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

ROOT = Path("apps", "root.yaml")  # below environments/<env>/rendered


@dataclass(frozen=True, slots=True)
class Plot:
    """One environment to lint: its name, how to come by its tree, and its own files."""

    name: str
    load: Callable[[], Tree]
    load_with: Callable[[Generate], Tree]  # with another way to generate manifests
    files: tuple[str, ...] = ()  # relative to the repository
    aws_target: str | None = None  # localstack or aws, None where nobody says
    publishes_addresses: bool | None = None  # of Ingresses, None where nobody says


@dataclass(frozen=True, slots=True)
class Ground:
    """What all plots share."""

    repository: Path  # absolute
    repositories: tuple[str, ...]  # further URLs that mean this repository
    charts: Charts
    processes: int | None = None  # that share the rendering; None for what cores allow
    outside: Outside = field(default_factory=Outside)
    provide: Callable[[], object] = field(default=lambda: None)  # makes the whole folder readable
    kubernetes_version: str = ""  # in place of what environments state; "" for what they state
    name: str = ""  # of a tree that is discovered; "" for the folder's
    default_version: str = ""  # of Kubernetes, where neither an environment nor the user states it
    api_versions: tuple[str, ...] = ()  # that clusters serve beside Kubernetes' own
    excluded: tuple[str, ...] = ()  # globs over paths in which roots are not looked for
    checkouts: Checkouts | None = None  # of other revisions; None where all are what is here

    @classmethod
    def of(cls, settings: Settings, charts: Charts, processes: int | None = None) -> Ground:
        """Return the ground of the repository that some settings are about.

        Raises:
            ToolError: a file that they name cannot be read.
        """
        repository = settings.path.parent
        return cls(
            repository,
            settings.repositories,
            charts,
            processes,
            read_outside(repository, settings.clusters, settings.generators),
            default_version=settings.kubernetes_version,
            api_versions=settings.api_versions,
            excluded=settings.exclude,
            checkouts=Checkouts(repository, partial(remotes_of, repository=repository)),
        )

    def environments(self, names: Sequence[str], kubernetes_version: str = "") -> list[Plot]:
        """Return a plot for each named environment, or for all of them.

        Args:
            names: of the environments, () for all.
            kubernetes_version: of clusters that state none, "" for none; each environment states
                one, and still it has to be one.

        Raises:
            ToolError: environments/ is missing or says what its schema does not allow.
        """
        from argowave.environment import load_environments  # noqa: PLC0415 (not with --root)

        if kubernetes_version:
            self._stated_version(kubernetes_version)
        present = self._working_tree()
        found = load_environments(self.repository, names)
        return [self._environment(each, present) for each in found]

    def choose(
        self,
        environments: Sequence[str],
        root: Path | None,
        kubernetes_version: str,
        generate: Generate | None = None,
    ) -> list[Plot]:
        """Return the plot of a root's file, or of environments, or of what is discovered.

        Args:
            environments: their names, or those of what is discovered, () for all.
            root: the root Application's file, None for none.
            kubernetes_version: such as 1.36; "" for what the settings say.
            generate: generates what is needed to discover; None for everything there is.

        Raises:
            ToolError: a root and environments are both given, or one of them cannot be loaded.
        """
        if root is not None:
            if environments:
                message = "--root and environments cannot be given together"
                raise InvocationError(message)
            return [self.root(root, kubernetes_version)]
        laid_out = has_environments(self.repository)
        if laid_out:
            return self.environments(environments, kubernetes_version)
        if not environments:
            return self.discovered(kubernetes_version, generate)
        try:
            plots = self.discovered(kubernetes_version, generate)
        except RepositoryError as error:  # there is no Application
            raise unknown_name(self.repository, environments[0]) from error
        known = [plot.name for plot in plots]
        for name in environments:
            if name not in known:
                raise unknown_name(self.repository, name, known)
        return [plot for plot in plots if plot.name in environments]

    def root(self, path: Path, kubernetes_version: str) -> Plot:
        """Return the plot of one root Application's file, in any repository.

        Raises:
            InvocationError: the file is outside the repository, or a link in a circle.
        """
        root = follow_root(self.repository, path)
        present = self._working_tree()
        stated, assumed = self._stated_version(kubernetes_version)
        surroundings = self._surroundings(root.stem, stated, "", present).noting(assumed)
        return self._plot(root, surroundings)

    def discovered(self, kubernetes_version: str, generate: Generate | None = None) -> list[Plot]:
        """Return a plot for each Argo CD instance, of every Application that no other contains.

        Args:
            kubernetes_version: such as 1.36; "" for what the settings say.
            generate: generates what is needed to find them; None for everything there is.

        Raises:
            ToolError: there is no Application, its manifests cannot be generated, or there are
                no schemas for the version.
        """
        from argowave.discovery import discover_trees  # noqa: PLC0415 (only without a root)

        name = self.name or self.repository.name
        stated, assumed = self._stated_version(kubernetes_version)
        present = self._working_tree()
        surroundings = self._surroundings(name, stated, "", present).noting(assumed)
        discover = partial(discover_trees, surroundings)
        really = partial(generate_all, processes=self.processes)
        plots = []
        for number, tree in enumerate(discover(generate or really)):
            again = partial(_again, discover, number)
            load = partial(_same, tree) if generate is None else partial(again, really)
            plots.append(Plot(tree.environment, load, again))
        return plots

    def _environment(self, environment: Environment, present: WorkingTree) -> Plot:
        stated = environment.values.get("repository")
        url = stated.get("url", "") if isinstance(stated, dict) else ""
        root = environment.rendered / ROOT
        version = environment.kubernetes_version
        plot = self._plot(root, self._surroundings(environment.name, version, str(url), present))
        folders = (environment.path.parent, environment.path)
        files = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
        shown = tuple(path.relative_to(self.repository).as_posix() for path in files)
        aws = environment.values.get("aws")
        target = aws.get("target") if isinstance(aws, dict) else None
        ingress = environment.values.get("ingress")
        addresses = ingress.get("publishesAddress") if isinstance(ingress, dict) else None
        return replace(
            plot,
            files=shown,
            aws_target=target if isinstance(target, str) else None,
            publishes_addresses=addresses if isinstance(addresses, bool) else None,
        )

    def _plot(self, root: Path, surroundings: Surroundings) -> Plot:
        generate = partial(generate_all, processes=self.processes)
        load_with = partial(load_tree, root, surroundings)
        return Plot(surroundings.environment, partial(load_with, generate), load_with)

    def _stated_version(self, asked: str) -> tuple[str, tuple[str, ...]]:
        """Return a version of Kubernetes that there are schemas for, and what was assumed.

        Raises:
            InvocationError: what is stated is no version, or there are no schemas for it.
        """
        stated = self.kubernetes_version or asked or self.default_version
        if not stated:
            said = f"Kubernetes {DEFAULT_VERSION} was assumed; --kubernetes-version says otherwise"
            return DEFAULT_VERSION, (said,)
        return resolve_version(stated, open_store().kubernetes_versions), ()

    def _working_tree(self) -> WorkingTree:
        """Return what all trees of a run look at, so that git is asked once."""
        return WorkingTree(self.repository, self.provide)

    def _surroundings(
        self, name: str, kubernetes_version: str, url: str, present: WorkingTree
    ) -> Surroundings:
        version = self.kubernetes_version or kubernetes_version
        return Surroundings(
            repository=self.repository,
            environment=name,
            kubernetes_version=version,
            served_versions=(*served_versions(version), *self.api_versions),
            own_urls=own_urls(self.repository, (url, *self.repositories)),
            charts=self.charts,
            working_tree=present,
            outside=self.outside,
            excluded=self.excluded,
            checkouts=self.checkouts,
        )


def follow_root(repository: Path, path: Path) -> Path:
    """Return where the file of a root Application is, all links followed.

    Raises:
        InvocationError: it is outside the repository, or a link in a circle.
    """
    try:
        root = follow(path)
    except OSError as error:
        message = "is a link that leads in a circle"
        raise InvocationError(message, path=path) from error
    if not root.is_relative_to(repository):
        message = f"is outside the repository {repository.as_posix()}"
        raise InvocationError(message, path=path, hint="name its folder with --repository")
    return root


def _same(tree: Tree) -> Tree:
    return tree


def _again(discover: Callable[[Generate], list[Tree]], number: int, generate: Generate) -> Tree:
    trees = discover(generate)
    if number < len(trees):
        return trees[number]
    message = "its Applications were changed while they were looked at"
    raise RepositoryError(message, hint="run the command again")
