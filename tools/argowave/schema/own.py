"""The store of a repository's own, which goes before the built-in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.schema.files import LOCK
from argowave.schema.store_reading import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOLDER: Final = "schemas"  # where `argowave schemas add` writes unless it is told otherwise


def with_own_store(repository: Path, locations: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the locations to look in, the repository's own store first where there is one.

    Args:
        repository: the folder whose `schemas/` is looked for.
        locations: what else is named; with none, the built-in store.
    """
    own = repository / FOLDER
    rest = tuple(locations) or (DEFAULT,)
    return (str(own), *rest) if (own / LOCK).is_file() else rest
