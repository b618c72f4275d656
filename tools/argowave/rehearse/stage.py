"""An environment of a repository → everything that a rehearsal of it starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from argowave.environment import load_environments
from argowave.lint.plots import Ground
from argowave.rehearse.emulator import ACCOUNT
from argowave.resources import take_inventory
from argowave.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.resources import Inventory
    from argowave.schema import Store
    from argowave.sources.request import Charts
    from argowave.tree import Tree


@dataclass(frozen=True, slots=True)
class Stage:
    """One environment, ready to be rehearsed."""

    name: str
    tree: Tree
    inventory: Inventory
    account: str  # on LocalStack the one of its root key, whatever anybody declares
    region: str
    real_aws: bool
    publishes_address: bool  # whether the ingress controller does
    outside: frozenset[tuple[str, int]]  # where LocalStack listens outside the cluster


def set_stage(repository: Path, name: str, store: Store, charts: Charts) -> Stage:
    """Return the stage of one environment.

    Args:
        repository: its folder, absolute.
        name: the environment.
        store: schemas, for the scope of kinds.
        charts: where charts of Helm repositories come from.

    Raises:
        ToolError: there is no such environment, or it cannot be read.
    """
    (environment,) = load_environments(repository, [name])
    (plot,) = Ground.of(load_settings(repository), charts, 1).environments([name])
    tree = plot.load()
    aws = environment.values["aws"]
    real = aws["target"] == "aws"
    outside = environment.values.get("localstack") or {}
    return Stage(
        name=name,
        tree=tree,
        inventory=take_inventory(
            tree, lambda version, kind: store.scope(version, kind, tree.kubernetes_version)
        ),
        account=str(aws["account"]) if real else ACCOUNT,
        region=str(aws["region"]),
        real_aws=real,
        publishes_address=bool(environment.values["ingress"]["publishesAddress"]),
        outside=frozenset(
            (str(address), int(outside["port"])) for address in outside.get("addresses") or ()
        ),
    )
