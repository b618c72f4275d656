"""Whether the Secrets that workloads read come from this repository, or from somebody else."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from argowave.references.configs import config_references
from argowave.references.made import maker_of
from argowave.references.pods import pod_references
from argowave.references.reference import Need
from argowave.references.scaling import scaling_references
from argowave.references.volumes import volume_references
from argowave.resources.once import once

if TYPE_CHECKING:
    from argowave.resources import Inventory, Key

# what makes certificates and tokens of its own accord, which says nothing of passwords
_BY_THEMSELVES: Final = frozenset(
    ("Certificate", "Service", "ServiceAccount", "Ingress", "Gateway")
)
_FINDERS: Final = (pod_references, volume_references, config_references, scaling_references)


@once
def come_from_here(inventory: Inventory) -> bool:
    """Tell whether most of the Secrets that something cannot do without come from the tree.

    Others do not count: a repository's URL for Argo CD, a token, or an ExternalSecret that nobody
    reads say nothing of where a workload's password is made.
    """
    read: set[Key] = set()
    for reference in chain.from_iterable(finder(inventory) for finder in _FINDERS):
        if not reference.optional and reference.need is not Need.NONE:
            read |= {key for key in reference.keys if (key.group, key.kind) == ("", "Secret")}
    here = sum(_is_from_here(inventory, key) for key in read)
    return here > 0 and 2 * here >= len(read)


def _is_from_here(inventory: Inventory, key: Key) -> bool:
    if key in inventory.by_key:
        return True
    maker = maker_of(inventory, key)
    return maker is not None and maker.certain and maker.resource.kind not in _BY_THEMSELVES
