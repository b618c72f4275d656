"""How much is fetched, and for how long."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one source."""

    seconds: float = 120
    index_bytes: int = 100_000_000  # the largest public index has about 30 MB
    archive_bytes: int = 100_000_000
    file_bytes: int = 30_000_000
    tree_bytes: int = 500_000_000  # unpacked
    tree_files: int = 100_000
    tree_depth: int = 200  # folders in each other: nobody walks through a thousand
    list_bytes: int = 50_000_000  # of the names of branches and tags, or of files
    ended: Event = field(default_factory=Event, repr=False, compare=False)
    """Is set once nobody waits any more, whatever time is left."""
