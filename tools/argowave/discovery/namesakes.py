"""Applications in files → those that are left out, as an Application applies others of their names.

A repository of examples has several ways to the same Applications; only one of them can be in a
cluster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.discovery.candidates import is_deployer
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from argowave.manifest import Manifest
    from argowave.tree.application import Tree

_SHOWN: Final = 3


def namesakes(entry: Iterable[Manifest], trees: Sequence[Tree]) -> str:
    """Return a sentence that names the files of such Applications, "" where there are none."""
    seen = {path for tree in trees for path in tree.written}
    left = [
        each.document.source
        for each in entry
        if is_deployer(each) and not each.rendered and each.document.source not in seen
    ]
    files = list(dict.fromkeys(left))
    if not files:
        return ""
    named = first_few(files, _SHOWN)
    return f"{named} left out: Applications of the same names are applied from elsewhere"
