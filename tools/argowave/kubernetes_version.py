"""A Kubernetes version as people write it → one that the store knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.errors import InvocationError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_VERSION: Final = "1.36"  # where nobody says which one a cluster has
NEWEST: Final = "master"  # kubeconform's word for it
# as a cluster says it itself, too: v1.36.1-eks-3abbec1, 1.36+
_VERSION: Final = re.compile(r"v?(\d+\.\d+)(?:\+|\.\d+(?:[-+][\w.+-]*)?)?", re.ASCII)


def resolve_version(text: str, known: Sequence[str]) -> str:
    """Return the minor version that `text` means: `v1.36.1` is 1.36, `master` the newest.

    Schemas do not change between patch releases.

    Args:
        text: what was asked for.
        known: the minor versions that there are, oldest first.

    Raises:
        InvocationError: `text` is no version, or none that is known.
    """
    if text == NEWEST:
        return known[-1]
    found = _VERSION.fullmatch(text)
    if found is None:
        message = f'"{text}" is no Kubernetes version'
        raise InvocationError(message, hint="write it as 1.36, 1.36.1 or master")
    if found[1] not in known:
        message = f"there are no schemas for Kubernetes {found[1]}"
        raise InvocationError(message, hint=f"there are some for {', '.join(known)}")
    return found[1]
