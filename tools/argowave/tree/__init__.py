"""A root Application → every Application that it leads to, each with its manifests."""

from __future__ import annotations

from argowave.sources.request import NotChecked
from argowave.tree.application import Application, ApplicationSet, Tree
from argowave.tree.loading import grow_tree, load_tree
from argowave.tree.surroundings import Surroundings

__all__ = [
    "Application",
    "ApplicationSet",
    "NotChecked",
    "Surroundings",
    "Tree",
    "grow_tree",
    "load_tree",
]
