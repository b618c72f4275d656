"""Archives that were made to do harm."""

from __future__ import annotations

import gzip
import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from argowave.sources.fetch.limits import Limits
from argowave.sources.fetch.unpack import unpack
from argowave.sources.fetch.wanted import FetchError

if TYPE_CHECKING:
    from pathlib import Path


def entry(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = "") -> bytes:
    member = tarfile.TarInfo(name)
    member.type, member.size, member.linkname = kind, size, link
    return member.tobuf(tarfile.GNU_FORMAT)


LINK = tarfile.SYMTYPE
END = b"\0" * 1024
LONG = b"a" * 3_000_320  # whole blocks


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (entry("/etc/x"), "leads out of it"),
        (entry("a/../../x"), "leads out of it"),
        (entry("a", LINK, link="../x"), "leads out of it"),
        (entry("a", LINK, link=".") + entry("a/a/x"), "which goes through a link"),
        (entry("a", tarfile.LNKTYPE, link="/etc/passwd"), "is no file, folder or link"),
        (entry("a", tarfile.CHRTYPE), "is no file, folder or link"),
        (entry("a", tarfile.FIFOTYPE), "is no file, folder or link"),
        (entry("a", tarfile.GNUTYPE_SPARSE, 10**12), "is no file, folder or link"),
        (entry("a", size=10**12), "unpacks to more than"),
        (entry("a", tarfile.XHDTYPE, 3_000_000) + LONG, "its headers announce more than 1000000"),
        (
            entry("a", tarfile.GNUTYPE_LONGNAME, 3_000_000) + LONG,
            "its headers announce more than 1000000",
        ),
        (
            (entry("a", tarfile.GNUTYPE_LONGNAME, 400_000) + LONG[:400_384]) * 3,
            "its headers announce more than 1000000",
        ),
        (entry("a", tarfile.GNUTYPE_LONGNAME) * 5000, "cannot be unpacked: "),
        (entry("a", tarfile.DIRTYPE) * 20, "holds more than 10 files"),
        (entry("a/b/c/d/e", tarfile.DIRTYPE), "holds more than 3 folders in each other"),
    ],
)
def test_an_archive_that_would_do_harm_is_refused(
    data: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for packed in (data + END, gzip.compress(data + END)):
        with pytest.raises(FetchError) as caught:
            unpack(packed, tmp_path / "in" / str(len(packed)), Limits(tree_files=10, tree_depth=3))

        assert message in str(caught.value)
    assert {path.name for path in tmp_path.iterdir()} == {"home", "in"}


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_an_archive_with_a_size_below_zero_is_refused(kind: bytes, tmp_path: Path) -> None:
    data = entry("a", kind, size=-512) + entry("b") + END
    with pytest.raises(FetchError, match=r"^the archive (cannot be unpacked: |holds 'a', which)"):
        unpack(data, tmp_path / "in", Limits())

    assert not list((tmp_path / "in").iterdir())


def test_an_archive_that_is_damaged_is_refused_and_other_packings_too(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:bz2") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    sound = gzip.compress(entry("a", size=5000) + bytes(range(250)) * 40)
    damaged = sound[:60] + b"\xff" * 20 + sound[80:]

    for number, data in enumerate((buffer.getvalue(), damaged, b"", b"no archive")):
        with pytest.raises(FetchError, match=r"^the archive cannot be unpacked: "):
            unpack(data, tmp_path / str(number), Limits())
