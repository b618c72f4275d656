"""Value files of Argo CD's own chart that no Application names: somebody installs it with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.discovery.installed import rendered_folders
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.tree.application import Tree
    from argowave.yamlio import Document

_SHOWN: Final = 5


def unnamed_values(values: Sequence[Document], trees: Sequence[Tree]) -> list[Document]:
    """Return the value files of Argo CD's own chart that no Application reads."""
    read = {path for tree in trees for path in tree.read}
    read |= {each.source for tree in trees for app in tree.applications for each in app.values}
    charts = {chart for tree in trees for chart in rendered_folders(tree)}
    return [
        each
        for each in values
        if each.source not in read and each.source.rpartition("/")[0] not in charts
    ]


def said_of_values(values: Sequence[Document]) -> str:
    """Return a sentence about value files that were taken for those of Argo CD's installation."""
    if not values:
        return ""
    named = first_few([each.source for each in values], _SHOWN)
    return f"Argo CD was taken to be installed by hand with {named}, which no Application names"
