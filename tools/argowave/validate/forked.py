"""Workers that are forks of this process: they start in a millisecond.

A fork copies only the thread that calls it, so it is safe only where there is no other
thread: `is_safe` asks the kernel. The Helm library brings Go's threads with it, and a fork
after it was loaded hangs.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from argowave.validate.files import FileChecker

    Answer = tuple[int, list[list[Any]]]

_TICKET = 2  # bytes of a chunk's number in the queue


def is_safe() -> bool:
    """Tell whether this process may fork: Linux, one thread, and no Helm library in it."""
    if sys.platform != "linux" or "helm_python" in sys.modules:
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 (as quick as it gets)
    except OSError:
        return False


def check_chunks(
    chunks: Sequence[Sequence[str]], checker: FileChecker, workers: int
) -> dict[int, Answer]:
    """Return the answer for each chunk by number; one is missing where a worker died.

    Args:
        chunks: files, cut into at most 32,000 chunks.
        checker: what checks files; each worker has its own copy of it.
        workers: how many processes to start beside this one.
    """
    parent = os.getpid()

    def work() -> bytes:
        return json.dumps(list(_take(queue, chunks, checker, parent).items())).encode()

    with _queue(len(chunks)) as queue, _workers(work, workers) as pipes:
        answers = _take(queue, chunks, checker)
        for pipe in pipes:
            answers.update(_answers(received(pipe)))
        return answers


def started(work: Callable[[], bytes]) -> tuple[int, int]:
    """Fork, and return the new process's id and the pipe in which the answer of `work` comes.

    The pipe stays empty, or is cut short, where `work` fails.
    """
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(work())
    finally:
        os._exit(0)  # the parent's buffers, handlers and callers are not this process's


def received(pipe: int) -> bytes:
    """Return everything that comes through a pipe until its other end is closed."""
    parts = []
    while part := os.read(pipe, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _take(
    queue: int, chunks: Sequence[Sequence[str]], checker: FileChecker, parent: int | None = None
) -> dict[int, Answer]:
    """Check chunks until the queue is empty; a worker stops when its parent is gone."""
    answers: dict[int, Answer] = {}
    while ticket := os.read(queue, _TICKET):
        if parent is not None and os.getppid() != parent:
            os._exit(1)
        number = int.from_bytes(ticket, "big")
        answers[number] = checker.check_files(chunks[number])
    return answers


@contextmanager
def _queue(length: int) -> Iterator[int]:
    """Give a pipe that holds the numbers 0 to length - 1; who reads one has that chunk."""
    reader, writer = os.pipe()
    try:
        # at most 64 kB, which a pipe holds before anybody reads
        os.write(writer, b"".join(number.to_bytes(_TICKET, "big") for number in range(length)))
        os.close(writer)
        yield reader
    finally:
        os.close(reader)


@contextmanager
def _workers(work: Callable[[], bytes], number: int) -> Iterator[list[int]]:
    """Start the workers and give the pipes of their answers; nothing of them is left after."""
    running: list[tuple[int, int]] = []
    try:
        # one by one, so that those already started are known when a later one fails
        running.extend(started(work) for _ in range(number))
        yield [pipe for _, pipe in running]
    except BaseException:
        for process, _ in running:
            os.kill(process, signal.SIGKILL)
        raise
    finally:
        for process, pipe in running:
            os.close(pipe)
            os.waitpid(process, 0)


def _answers(data: bytes) -> dict[int, Answer]:
    try:
        return {number: (count, rows) for number, (count, rows) in json.loads(data)}
    except ValueError:  # cut short: the worker died
        return {}
