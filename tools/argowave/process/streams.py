"""Standard input, output and error, whatever whoever started this process has made of them."""

from __future__ import annotations

import io
import os
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_MODES: Final = {"stdin": "r", "stdout": "w", "stderr": "w"}


class _Patient(io.RawIOBase):
    """A descriptor that does not block, for a reader or writer that waits all the same."""

    def __init__(self, descriptor: int, *, reads: bool) -> None:
        self._descriptor = descriptor
        self._reads = reads

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def readable(self) -> bool:
        return self._reads

    def writable(self) -> bool:
        return not self._reads

    def readinto(self, buffer: WriteableBuffer) -> int:
        with memoryview(buffer) as view:
            while True:
                try:
                    data = os.read(self._descriptor, view.nbytes)
                except BlockingIOError:
                    select.select([self._descriptor], [], [])
                else:
                    view[: len(data)] = data
                    return len(data)

    def write(self, data: ReadableBuffer) -> int:
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:
                select.select([], [self._descriptor], [])


def settle_streams() -> None:
    """See to it that nothing is lost that is read from the standard streams, or written to them."""
    for name, mode in _MODES.items():
        stream = getattr(sys, name)
        if stream is None:  # started with `<&-` or `>&-`: it holds nothing
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 (stays open)
            setattr(sys, name, stream)
        elif isinstance(stream, io.TextIOWrapper) and not _blocks(stream):
            setattr(sys, name, _patient(stream, reads=mode == "r"))
    if isinstance(sys.stdout, io.TextIOWrapper):
        # what it cannot hold, such as a file's name that is no UTF-8, is written as escapes
        sys.stdout.reconfigure(errors="backslashreplace")


def let_go_of_streams() -> None:
    """Have what a stream could not write go nowhere, or the interpreter would try it once more.

    It would say so in two lines of its own, and exit with 120.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _blocks(stream: io.TextIOWrapper) -> bool:
    try:
        return os.name == "nt" or os.get_blocking(stream.fileno())
    except OSError:  # it stands for no descriptor
        return True


def _patient(stream: io.TextIOWrapper, *, reads: bool) -> io.TextIOWrapper:
    """Return the same stream, waited for.

    Node starts programs with such pipes, and Python drops what does not fit into one
    (https://github.com/python/cpython/issues/57531). The descriptor is left as it is, since
    whoever shares it has it so.
    """
    raw = _Patient(stream.fileno(), reads=reads)
    return io.TextIOWrapper(
        io.BufferedReader(raw) if reads else io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
    )
