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
    from collections.abc import Iterator, Sequence

    from argowave.validate.files import FileChecker

    Answer = tuple[int, list[list[Any]]]

_TICKET = 2  # bytes of a chunk's number in the queue


def is_safe() -> bool:
    """Tell whether this process may fork: Linux, one thread, and no Helm library in it."""
    if sys.platform != "linux" or "helm_python" in sys.modules:
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - as quick as it gets
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
    with _queue(len(chunks)) as queue, _started(queue, chunks, checker, workers) as pipes:
        answers = _take(queue, chunks, checker)
        for pipe in pipes:
            answers.update(_received(pipe))
        return answers


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
def _started(
    queue: int, chunks: Sequence[Sequence[str]], checker: FileChecker, workers: int
) -> Iterator[list[int]]:
    """Start the workers and give the pipes of their answers; nothing of them is left after."""
    started: list[tuple[int, int]] = []
    try:
        # one by one, so that those already started are known when a later one fails
        started.extend(_start(queue, chunks, checker) for _ in range(workers))
        yield [pipe for _, pipe in started]
    except BaseException:
        for process, _ in started:
            os.kill(process, signal.SIGKILL)
        raise
    finally:
        for process, pipe in started:
            os.close(pipe)
            os.waitpid(process, 0)


def _start(queue: int, chunks: Sequence[Sequence[str]], checker: FileChecker) -> tuple[int, int]:
    parent = os.getpid()
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.close(reader)
        answers = _take(queue, chunks, checker, parent)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(json.dumps(list(answers.items())).encode())
    finally:
        os._exit(0)  # the parent's buffers, handlers and callers are not this process's


def _received(pipe: int) -> dict[int, Answer]:
    parts = []
    while part := os.read(pipe, 1 << 20):
        parts.append(part)
    try:
        return {number: (count, rows) for number, (count, rows) in json.loads(b"".join(parts))}
    except ValueError:  # cut short: the worker died
        return {}
