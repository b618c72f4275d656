"""What rules look at: one environment's tree, and what is worked out from it once for all."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from argowave.config_management import find_plugins
from argowave.gates import (
    Checks,
    Holes,
    Places,
    find_dependencies,
    find_settings,
    installed_release,
)
from argowave.git.ignored import ignored_paths
from argowave.hydration import BranchReader
from argowave.order import sequence
from argowave.references import build_graph
from argowave.resources import take_inventory
from argowave.schema.popular_scopes import popular_scope

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.config_management import Declarations
    from argowave.gates import Dependency
    from argowave.order import Step
    from argowave.references import Graph
    from argowave.resources import Inventory, Resource
    from argowave.schema import Store
    from argowave.tree import Application, Tree


class Scene:
    """One tree with its inventory, its references and its order, each made when first asked for."""

    def __init__(
        self,
        repository: Path,
        tree: Tree,
        store: Store,
        aws_target: str | None = None,
        *,
        publishes_addresses: bool | None = None,
    ) -> None:
        """Take the tree.

        Args:
            repository: the folder that paths are relative to.
            tree: the tree of one environment.
            store: schemas, for the scope of kinds and their versions.
            aws_target: where the environment says that its AWS is, `localstack` or `aws`; None
                where nobody says.
            publishes_addresses: whether the environment says that its cluster gives Ingresses and
                LoadBalancer Services an address; None where nobody says.
        """
        self.repository = repository
        self.tree = tree
        self.store = store
        self.aws_target = aws_target
        self.publishes_addresses = publishes_addresses
        self._steps: dict[tuple[str, ...], tuple[Step, ...]] = {}

    @property
    def kubernetes_version(self) -> str:
        """The cluster's minor version: 1.36."""
        return self.tree.kubernetes_version

    @cached_property
    def inventory(self) -> Inventory:
        """Every resource, found by key, kind or Application."""
        return take_inventory(self.tree, self._scope)

    @cached_property
    def graph(self) -> Graph:
        """Every reference between two resources."""
        return build_graph(self.inventory)

    @cached_property
    def branches(self) -> BranchReader:
        """The branches of the repository's own git, read when asked for."""
        return BranchReader(self.repository)

    @cached_property
    def plugins(self) -> Declarations:
        """The config management plugins that the repository declares."""
        return find_plugins(self.repository, self.tree, ignored_paths(self.repository))

    @cached_property
    def checks(self) -> Checks:
        """The health checks of Argo CD, by the settings in the tree."""
        return Checks(find_settings(self.tree), installed_release(self.tree))

    @cached_property
    def places(self) -> Places:
        """Where everything stands in the order of the whole tree."""
        return Places(self.inventory, self.steps)

    @cached_property
    def dependencies(self) -> list[Dependency]:
        """What has to come first, by the references between resources."""
        return find_dependencies(self.inventory, self.graph, self.places)

    @cached_property
    def holes(self) -> Holes:
        """What is missing where Argo CD should wait."""
        return Holes(self.checks, self.places, self.tree.applications)

    def steps(self, application: Application) -> tuple[Step, ...]:
        """Return the steps of an Application's sync."""
        found = self._steps.get(application.chain)
        if found is None:
            found = sequence(self.inventory.of(application))
            self._steps[application.chain] = found
        return found

    def is_namespaced(self, resource: Resource) -> bool | None:
        """Tell whether a resource's kind is namespaced, None where nobody knows the kind."""
        scope = self._scope(resource.manifest.api_version, resource.kind)
        return None if scope is None else scope != "Cluster"

    @cached_property
    def _scopes(self) -> dict[tuple[str, str], str | None]:
        return {}

    @cached_property
    def _defined(self) -> dict[tuple[str, str], str]:
        """The scopes of the kinds that the tree's own CustomResourceDefinitions define."""
        found = {}
        for manifest in self.tree.manifests:
            spec = manifest.body.get("spec")
            if manifest.kind == "CustomResourceDefinition" and isinstance(spec, dict):
                names = spec.get("names")
                kind = names.get("kind") if isinstance(names, dict) else None
                found[str(spec.get("group")), str(kind)] = str(spec.get("scope"))
        return found

    def _scope(self, api_version: str, kind: str) -> str | None:
        key = (api_version, kind)
        if key not in self._scopes:
            known = self.store.scope(api_version, kind, self.kubernetes_version)
            group = api_version.rpartition("/")[0]
            defined = known or self._defined.get((group, kind))
            self._scopes[key] = defined or popular_scope(group, kind)
        return self._scopes[key]
