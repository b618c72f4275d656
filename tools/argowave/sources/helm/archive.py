"""The cache of charts from Helm repositories, and how it is filled."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from argowave.user_cache import user_cache

if TYPE_CHECKING:
    from argowave.sources.request import Charts
    from argowave.sources.source import Source

FETCH_SECONDS = 60
_EXACT_VERSION = re.compile(r"v?\d+\.\d+\.\d+[0-9A-Za-z.+-]*")


class ArchiveError(ValueError):
    """A chart is not at hand."""


def default_cache() -> Path:
    """Return the folder for fetched charts: $XDG_CACHE_HOME/argowave/charts."""
    return user_cache() / "charts"


def archive_path(cache: Path, source: Source) -> Path:
    """Return where the source's chart is kept: <sha256 of repoURL>/<chart>-<version>.tgz."""
    digest = hashlib.sha256(source.repo_url.encode()).hexdigest()[:16]
    return cache / digest / f"{quote(source.chart, safe='')}-{quote(source.target_revision)}.tgz"


def find_archive(source: Source, charts: Charts) -> Path:
    """Return the chart's archive, fetched first where that is allowed.

    Raises:
        ArchiveError: it is not in the cache and cannot be fetched.
    """
    if not _EXACT_VERSION.fullmatch(source.target_revision):
        message = f"{source.target_revision or 'no targetRevision'} is no exact version"
        raise ArchiveError(message)
    path = archive_path(charts.cache, source)
    if path.is_file():
        return path
    if not charts.fetch:
        message = "it is not in the chart cache; run with --fetch"
        raise ArchiveError(message)
    try:
        _fetch(source, path)
    except OSError as error:
        message = f"the chart cache cannot be written: {error}"
        raise ArchiveError(message) from error
    return path


def _fetch(source: Source, path: Path) -> None:
    """Fetch in a process of its own, because the library's call cannot be interrupted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [sys.executable, "-m", "argowave.sources.helm.fetch", folder]
        command += [source.repo_url, source.chart, source.target_revision]
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command,
                capture_output=True,
                text=True,
                timeout=FETCH_SECONDS,
                check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        except subprocess.TimeoutExpired as error:
            message = f"fetching it took longer than {FETCH_SECONDS} s"
            raise ArchiveError(message) from error
        found = list(Path(folder).glob("*.tgz"))
        if done.returncode or len(found) != 1:
            why = done.stderr.strip().splitlines()
            message = f"it could not be fetched: {why[-1] if why else 'no archive came'}"
            raise ArchiveError(message)
        found[0].replace(path)
