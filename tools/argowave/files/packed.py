"""The archive of a chart → its files, one after the other."""

from __future__ import annotations

import io
import sys
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class PackedError(ValueError):
    """It is no archive, or a damaged one."""


def packed_files(archive: Path | bytes, largest: int = sys.maxsize) -> Iterator[tuple[str, bytes]]:
    """Give the name of each file in an archive, which begins with the chart's, and its content.

    Args:
        archive: a file, or what it holds.
        largest: files with more bytes are left out.

    Raises:
        OSError: the file cannot be read.
        PackedError: it is no archive, or a damaged one; the files before the damage are given.
    """
    import tarfile  # noqa: PLC0415 (few charts are packed)

    try:
        source = io.BytesIO(archive) if isinstance(archive, bytes) else archive.open("rb")
        with source, tarfile.open(fileobj=source) as opened:
            for member in opened:
                file = opened.extractfile(member) if member.size <= largest else None
                if file is not None:
                    yield member.name, file.read()
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise PackedError(str(error)) from error
