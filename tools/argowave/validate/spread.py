"""Many files over the machine's cores, with the answers in the order of the files.

The files are cut into chunks. Worker processes and this one take chunks until none is left;
a chunk whose worker died is done here. Starting a worker costs, so few files are done here
alone.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from argowave.validate import forked
from argowave.validate.ahead import find_files_ahead
from argowave.validate.checked import Checked
from argowave.validate.walk import find_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from argowave.validate.files import FileChecker, Settings

    Answer = tuple[int, list[list[Any]]]

_FILES_A_WORKER = 1000  # fewer are done sooner than a worker starts
_CHUNKS_A_WORKER = 40  # small enough that all workers end at about the same time


def check_paths(
    paths: Sequence[str],
    ignored: Sequence[str],
    settings: Settings,
    cores: int,
    chosen: Callable[[list[str]], list[str]] = list,
) -> tuple[int, int, list[Checked]]:
    """Return how many files there are under `paths`, then the same as `check_files`.

    Args:
        paths: files and folders.
        ignored: regular expressions of files that are left out.
        settings: how to validate.
        cores: how many processes may work, this one included.
        chosen: which of the files are validated.

    Raises:
        RepositoryError, InvocationError: as `find_files`.
    """
    if cores == 1:
        files, checker = find_files(paths, ignored), settings.checker()
    else:
        found = find_files_ahead(paths, ignored)
        checker = settings.checker()
        files = found()
    files = chosen(files)
    return len(files), *check_files(files, settings, cores, checker)


def check_files(
    files: Sequence[str], settings: Settings, cores: int, checker: FileChecker | None = None
) -> tuple[int, list[Checked]]:
    """Return how many valid manifests are not listed, and all others in the order of `files`.

    Args:
        files: paths, as shown in the answers.
        settings: how to validate.
        cores: how many processes may work, this one included.
        checker: one made by `settings`, where there is one already.
    """
    collecting = gc.isenabled()
    gc.disable()  # manifests hold no cycles, and looking for some takes a tenth of the time
    try:
        workers = max(0, min(cores, len(files) // _FILES_A_WORKER) - 1)
        checker = checker or settings.checker()
        if workers == 0:
            answers: Iterable[Answer] = [checker.check_files(files)]
        else:
            answers = _spread(_cut(files, workers + 1), settings, checker, workers)
        return _joined(answers)
    finally:
        if collecting:
            gc.enable()


def check_text(data: bytes, source: str, settings: Settings) -> tuple[int, list[Checked]]:
    """Return the same for one text that is in no file."""
    return _joined([settings.checker().check_bytes(data, source)])


def _cut(files: Sequence[str], processes: int) -> list[Sequence[str]]:
    size = max(1, -(-len(files) // (processes * _CHUNKS_A_WORKER)))
    return [files[start : start + size] for start in range(0, len(files), size)]


def _spread(
    chunks: list[Sequence[str]], settings: Settings, checker: FileChecker, workers: int
) -> list[Answer]:
    if forked.is_safe():
        answers = forked.check_chunks(chunks, checker, workers)
    else:
        from argowave.validate import spawned  # noqa: PLC0415 (only where it is needed)

        answers = spawned.check_chunks(chunks, settings, checker, workers)
    return [
        answers[number] if number in answers else checker.check_files(chunk)
        for number, chunk in enumerate(chunks)
    ]


def _joined(answers: Iterable[Answer]) -> tuple[int, list[Checked]]:
    unlisted, listed = 0, []
    for count, rows in answers:
        unlisted += count
        listed += [Checked.from_row(row) for row in rows]
    return unlisted, listed
