"""Where the user's cache is."""

from __future__ import annotations

import os
from pathlib import Path


def kept_below(stated: Path | None, otherwise: Path) -> Path:
    """Return the folder that is stated, or that ARGOWAVE_CACHE_DIR states, or another one."""
    if stated is None and (variable := os.environ.get("ARGOWAVE_CACHE_DIR")):
        stated = Path(variable)
    return (stated or otherwise).resolve()


def user_cache() -> Path:
    """Return argowave's folder in the user's cache: $XDG_CACHE_HOME/argowave, or ~/.cache/argowave.

    A relative $XDG_CACHE_HOME is passed over, as the XDG Base Directory Specification asks. A
    user without a home, as containers have them, gets a folder among the temporary ones.
    """
    stated = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if stated.is_absolute():
        return stated / "argowave"
    try:
        home = Path.home()
    except RuntimeError:
        home = Path()
    if home.is_absolute():  # else it would be in whatever folder argowave is started in
        return home / ".cache" / "argowave"
    import tempfile  # noqa: PLC0415 (few are without a home)

    return Path(
        tempfile.gettempdir(),
        f"argowave-{os.getuid()}" if hasattr(os, "getuid") else "argowave",
    )
