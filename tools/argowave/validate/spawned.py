"""Workers that are fresh Python processes, where a fork would not be safe."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, cast

from argowave.bounded.parent import leave_with_parent
from argowave.validate.files import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.validate.files import FileChecker

    Answer = tuple[int, list[list[Any]]]


def check_chunks(
    chunks: Sequence[Sequence[str]], settings: Settings, checker: FileChecker, workers: int
) -> dict[int, Answer]:
    """Return the answer for each chunk by number; one is missing where a worker died.

    Every process has its share from the start: the workers by their standard input, this one
    the first share. A worker ends with its parent, in the middle of its work too.
    """
    shares = [list(range(first, len(chunks), workers + 1)) for first in range(workers + 1)]
    with ExitStack() as stack:
        started = [stack.enter_context(_start()) for _ in shares[1:]]
        for process in started:
            stack.callback(process.kill)
        for process, share in zip(started, shares[1:], strict=True):
            _send(process, settings, [(number, chunks[number]) for number in share])
        answers = {number: checker.check_files(chunks[number]) for number in shares[0]}
        for process in started:
            answers.update(_received(process))
        return answers


def work() -> None:
    """Do one share: settings and chunks from standard input, answers to standard output."""
    leave_with_parent()
    order = json.load(sys.stdin.buffer)
    checker = Settings.from_json(order["settings"]).checker()
    answers = [(number, checker.check_files(files)) for number, files in order["chunks"]]
    sys.stdout.write(json.dumps(answers))


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", "from argowave.validate.spawned import work; work()"]
    return subprocess.Popen(  # noqa: S603 (this very program)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _send(
    process: subprocess.Popen[bytes], settings: Settings, share: list[tuple[int, Sequence[str]]]
) -> None:
    order = {"settings": asdict(settings), "chunks": share}
    try:
        with cast("IO[bytes]", process.stdin) as pipe:
            pipe.write(json.dumps(order).encode())
    except BrokenPipeError:
        return  # it died at once; its share is done by who asked


def _received(process: subprocess.Popen[bytes]) -> dict[int, Answer]:
    text = cast("IO[bytes]", process.stdout).read()
    try:
        return {number: (count, rows) for number, (count, rows) in json.loads(text)}
    except ValueError:  # cut short: the worker died
        return {}
