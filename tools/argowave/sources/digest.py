"""Byte strings → one digest: results are kept below that of all that they depend on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def digest_of(parts: Iterable[bytes]) -> str:
    """Return one digest of several byte strings; where one ends and the next begins counts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part)
    return digest.hexdigest()
