"""Bytes of files and of packed charts."""

from __future__ import annotations

import gzip
import io
import os
import sys
import tarfile
from pathlib import Path

import pytest

from argowave.files.packed import PackedError, packed_files
from argowave.files.regular import read_regular


@pytest.mark.parametrize("content", [b"", b"a", b"a" * 70_000])
def test_a_file_is_read_to_its_end(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)

    assert read_regular(tmp_path / "a") == content


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_file_that_says_it_is_empty_is_read_to_its_end() -> None:
    path = Path("/proc/self/status")

    assert path.stat().st_size == 0
    assert read_regular(path).startswith(b"Name:")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_regular(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(OSError, match="is no regular file"):
        read_regular(tmp_path / "pipe")


def _packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        folder = tarfile.TarInfo("web")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def test_the_files_of_an_archive_are_given_without_folders_and_large_ones(tmp_path: Path) -> None:
    packed = _packed({"web/Chart.yaml": b"name: web\n", "web/large": b"x" * 100})
    (tmp_path / "web.tgz").write_bytes(packed)

    assert dict(packed_files(packed)) == {"web/Chart.yaml": b"name: web\n", "web/large": b"x" * 100}
    assert [*packed_files(tmp_path / "web.tgz", 99)] == [("web/Chart.yaml", b"name: web\n")]


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no archive",
        _packed({"web/a": os.urandom(9000)})[:-4000],
        gzip.compress(b"no archive either"),
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\xff" * 600,
    ],
    ids=["empty", "text", "cut off", "packed text", "damaged"],
)
def test_what_is_no_archive_is_one_kind_of_error(packed: bytes) -> None:
    with pytest.raises(PackedError):
        list(packed_files(packed))
