"""What answers: this argowave, byte for byte, its Python and everything that is installed there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from argowave.cache.snapshot import digest_of
from argowave.files.walk import UntraceableError, walk
from argowave.plugins import packages_with_rules

_PACKAGE = Path(__file__).parents[1]


def identity() -> list[str]:
    """Return the texts that differ where another program would answer.

    An installed package is known by its RECORD, which has a digest of every file; a source tree,
    which changes under its version, by what stat says of its files.

    Raises:
        UntraceableError: the source tree, or a package that brings rules, cannot be read.
    """
    installed: list[str] = []
    own: list[str] = []
    for folder in dict.fromkeys(sys.path):
        try:
            names = sorted(path.name for path in Path(folder).iterdir())
        except OSError:  # a zip, or nothing
            continue
        infos = [name for name in names if name.endswith((".dist-info", ".egg-info"))]
        installed += infos
        if Path(folder) == _PACKAGE.parent:
            own = [text for name in infos if (text := _record(Path(folder, name)))]
    rules = [_whole_record(info) for info in packages_with_rules()]
    return [sys.version, _machine(), *installed, *rules, *(own or _source())]


def _machine() -> str:
    """Return the processor's kind; on Windows, Python's version names it already."""
    return "" if sys.platform == "win32" else os.uname().machine


def _whole_record(info: Path) -> str:
    """Return a digest of a package that brings rules.

    Raises:
        UntraceableError: it has no RECORD, or is worked on where it stands.
    """
    if (info / "RECORD").is_file() and not _is_editable(info):
        return digest_of((info / "RECORD").read_text("utf-8", "surrogateescape"))
    raise UntraceableError(str(info))


def _is_editable(info: Path) -> bool:
    try:
        return "editable" in (info / "direct_url.json").read_text("utf-8", "replace")
    except OSError:
        return False


def _record(info: Path) -> str:
    """Return a digest of what argowave's own RECORD says, "" for other packages."""
    if not info.name.startswith("argowave-"):
        return ""
    try:
        return digest_of((info / "RECORD").read_text("utf-8", "surrogateescape"))
    except OSError:
        return ""


def _source() -> list[str]:
    return [
        f"{name} {seen}"
        for name, seen in walk(str(_PACKAGE), frozenset())
        if isinstance(seen, tuple) and not name.endswith((".pyc", ".pyo"))
    ]
