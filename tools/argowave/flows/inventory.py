"""A repository and an environment → the inventory of what its manifests declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.lint.plots import Ground
from argowave.resources import take_inventory
from argowave.schema import open_store, with_own_store
from argowave.settings import load_settings
from argowave.sources.fetch.find import charts_at_hand

if TYPE_CHECKING:
    from pathlib import Path

    from argowave.resources import Inventory


def read_inventory(repository: Path, environment: str) -> Inventory:
    """Return every resource of an environment.

    Raises:
        ToolError: there is no such environment, or it cannot be read.
    """
    settings = load_settings(repository)
    charts = charts_at_hand(repository)
    (plot,) = Ground.of(settings, charts, 1).environments([environment])
    tree = plot.load()
    store = open_store(with_own_store(repository, settings.schema_locations))
    return take_inventory(
        tree, lambda version, kind: store.scope(version, kind, tree.kubernetes_version)
    )
