"""An archive from somewhere → files in a folder, and nowhere else."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.sources.fetch.wanted import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.sources.fetch.limits import Limits


def unpack(data: bytes, folder: Path, limits: Limits) -> None:
    """Write the files of a tar archive, plain or gzipped, below `folder`.

    Raises:
        FetchError: it is no archive, holds something else than files, folders and symbolic links,
            leads out of the folder, or is larger than the limits.
    """
    folder.mkdir(parents=True)
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
            for member in checked_members(archive, limits):
                archive.extract(member, folder, set_attrs=False, filter="data")
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        message = f"the archive cannot be unpacked: {error}"
        raise FetchError(message) from error


def check_chart(data: bytes, limits: Limits) -> None:
    """Make sure that an archive is one that a chart may come in, before anybody loads it.

    Raises:
        FetchError: as unpack, and where there is no Chart.yaml in its folder.
    """
    charts = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for member in checked_members(archive, limits):
                if member.issym():
                    message = f"the archive holds the link {member.name}"
                    raise FetchError(message)
                charts += member.name.removeprefix("./").count("/") == 1 and member.name.endswith(
                    "/Chart.yaml"
                )
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        message = f"the archive cannot be read: {error}"
        raise FetchError(message) from error
    if charts != 1:
        message = "the archive holds no chart"
        raise FetchError(message)


def checked_members(archive: tarfile.TarFile, limits: Limits) -> Iterator[tarfile.TarInfo]:
    """Give the archive's members one by one, as they are read.

    Sizes are what the headers say: what follows a header is skipped or taken by that size, so a
    member cannot have more than it says.

    Raises:
        FetchError: at the first member that must not be there.
    """
    size = count = 0
    while (member := archive.next()) is not None:
        count += 1
        size += member.size
        if count > limits.tree_files:
            message = f"the archive holds more than {limits.tree_files} files"
            raise FetchError(message)
        if size > limits.tree_bytes:
            message = f"the archive unpacks to more than {limits.tree_bytes} bytes"
            raise FetchError(message)
        if not (member.isreg() or member.isdir() or member.issym()):
            message = f"the archive holds {member.name!r}, which is no file, folder or link"
            raise FetchError(message)
        if _leaves(member.name) or (member.issym() and _leads_out(member)):
            message = f"the archive holds {member.name!r}, which leads out of it"
            raise FetchError(message)
        yield member


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def _leads_out(member: tarfile.TarInfo) -> bool:
    target = os.path.normpath(f"{os.path.dirname(member.name)}/{member.linkname}")  # noqa: PTH120
    return member.linkname.startswith("/") or target.split("/")[0] == ".."


def folder_of(path: Path) -> Path:
    """Return the folder that an unpacked archive puts everything in, or where it was unpacked."""
    entries = list(path.iterdir())
    return entries[0] if len(entries) == 1 and entries[0].is_dir() else Path(path)
