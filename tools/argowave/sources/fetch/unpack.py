"""An archive from somewhere → files in a folder, and nowhere else."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from argowave.sources.fetch.wanted import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.sources.fetch.limits import Limits


_DAMAGED: Final = (
    *(tarfile.TarError, zlib.error, EOFError, OSError, ValueError),
    RecursionError,  # of headers that announce headers
)
_HEADER_BYTES: Final = 1_000_000
_GZIP: Final = b"\x1f\x8b"


class _Contents:
    """What an archive holds, as tarfile reads it: while it looks for a member, only so much.

    tarfile takes a long name and an extended header into memory, whatever they announce, before
    anybody may look at them.
    """

    def __init__(self, data: bytes) -> None:
        plain = io.BytesIO(data)
        self._file = gzip.GzipFile(fileobj=plain) if data.startswith(_GZIP) else plain
        self.left: int | None = _HEADER_BYTES  # None while nobody looks for a member

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes.

        Raises:
            ReadError: that is more than headers may have, or less than nothing.
        """
        if self.left is not None:
            self.left -= size
            if size < 0 or self.left < 0:
                message = f"its headers announce more than {_HEADER_BYTES} bytes, or less than none"
                raise tarfile.ReadError(message)
        return self._file.read(size)

    def seek(self, position: int) -> int:
        """Go to a place, counted in bytes from the start."""
        return self._file.seek(position)

    def tell(self) -> int:
        """Return the place, counted in bytes from the start."""
        return self._file.tell()


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[tarfile.TarFile, Iterator[tarfile.TarInfo]]]:
    """Give an archive, and its members one by one as they are read."""
    contents = _Contents(data)
    file = cast("IO[bytes]", contents)  # it has what tarfile asks for
    with tarfile.open(fileobj=file, mode="r:") as archive:
        yield archive, _members(archive, contents)


def _members(archive: tarfile.TarFile, contents: _Contents) -> Iterator[tarfile.TarInfo]:
    while True:
        contents.left = _HEADER_BYTES
        member = archive.next()
        contents.left = None
        if member is None:
            return
        yield member


def unpack(data: bytes, folder: Path, limits: Limits) -> None:
    """Write the files of a tar archive, plain or gzipped, below `folder`.

    Raises:
        FetchError: it is no archive, holds something else than files, folders and symbolic links,
            leads out of the folder, or is larger than the limits.
    """
    folder.mkdir(parents=True)
    try:
        with _opened(data) as (archive, members):
            for member in checked_members(members, limits):
                archive.extract(member, folder, set_attrs=False, filter="data")
    except _DAMAGED as error:
        message = f"the archive cannot be unpacked: {error}"
        raise FetchError(message) from error


def check_chart(data: bytes, limits: Limits) -> None:
    """Make sure that an archive is one that a chart may come in, before anybody loads it.

    Raises:
        FetchError: as unpack, and where there is no Chart.yaml in its folder.
    """
    charts = 0
    try:
        with _opened(data) as (_, members):
            for member in checked_members(members, limits):
                if member.issym():
                    message = f"the archive holds the link {member.name}"
                    raise FetchError(message)
                charts += member.name.removeprefix("./").count("/") == 1 and member.name.endswith(
                    "/Chart.yaml"
                )
    except _DAMAGED as error:
        message = f"the archive cannot be read: {error}"
        raise FetchError(message) from error
    if charts != 1:
        message = "the archive holds no chart"
        raise FetchError(message)


def checked_members(
    members: Iterable[tarfile.TarInfo], limits: Limits
) -> Iterator[tarfile.TarInfo]:
    """Give an archive's members one by one, as they are read.

    Sizes are what the headers say: what follows a header is skipped or taken by that size, so a
    member cannot have more than it says.

    Raises:
        FetchError: at the first member that must not be there.
    """
    links: set[str] = set()
    size = 0
    for count, member in enumerate(members, 1):
        size += max(member.size, 0)
        if count > limits.tree_files:
            message = f"the archive holds more than {limits.tree_files} files"
            raise FetchError(message)
        if size > limits.tree_bytes:
            message = f"the archive unpacks to more than {limits.tree_bytes} bytes"
            raise FetchError(message)
        if member.size < 0 or member.issparse() or not _is_plain(member):
            message = f"the archive holds {member.name!r}, which is no file, folder or link"
            raise FetchError(message)
        if _leaves(member.name) or (member.issym() and _leads_out(member)):
            message = f"the archive holds {member.name!r}, which leads out of it"
            raise FetchError(message)
        if member.name.count("/") > limits.tree_depth:
            message = f"the archive holds more than {limits.tree_depth} folders in each other"
            raise FetchError(message)
        if any(above in links for above in _above(member.name)):
            message = f"the archive holds {member.name!r}, which goes through a link"
            raise FetchError(message)
        if member.issym():
            links.add(os.path.normpath(member.name))
        yield member


def _is_plain(member: tarfile.TarInfo) -> bool:
    return member.isreg() or member.isdir() or member.issym()


def _above(name: str) -> Iterator[str]:
    parts = os.path.normpath(name).split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts)))


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def _leads_out(member: tarfile.TarInfo) -> bool:
    target = os.path.normpath(f"./{os.path.dirname(member.name)}/{member.linkname}")  # noqa: PTH120 (a name in an archive is no path of this machine)
    return member.linkname.startswith("/") or target.split("/")[0] == ".."


def folder_of(path: Path) -> Path:
    """Return the folder that an unpacked archive puts everything in, or where it was unpacked."""
    entries = list(path.iterdir())
    return entries[0] if len(entries) == 1 and entries[0].is_dir() else Path(path)
