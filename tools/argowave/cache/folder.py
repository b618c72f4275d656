"""Where the user's cache is."""

from __future__ import annotations

import os
from pathlib import Path


def user_cache() -> Path:
    """Return argowave's folder in the user's cache: $XDG_CACHE_HOME/argowave, or ~/.cache/argowave.

    A relative $XDG_CACHE_HOME is passed over, as the XDG Base Directory Specification asks.
    """
    stated = os.environ.get("XDG_CACHE_HOME", "")
    base = stated if os.path.isabs(stated) else os.path.expanduser("~/.cache")
    return Path(base, "argowave")
