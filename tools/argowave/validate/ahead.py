"""The search for files, done by a fork while this process loads what validating needs."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from argowave.validate.forked import is_safe, received, started
from argowave.validate.walk import find_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def find_files_ahead(paths: Sequence[str], ignored: Sequence[str]) -> Callable[[], list[str]]:
    """Start `find_files` and return a function that waits for its answer.

    The errors of `find_files` are raised by that function. Where a fork is not safe, or there
    is no folder to search, the search is done when the answer is wanted.
    """
    here = partial(find_files, paths, ignored)
    if not is_safe() or not any(os.path.isdir(path) for path in paths):  # noqa: PTH112 (as in walk)
        return here
    process, pipe = started(lambda: b"\0".join(map(os.fsencode, here())) + b"\0")

    def answer() -> list[str]:
        data = received(pipe)
        os.close(pipe)
        os.waitpid(process, 0)
        if not data.endswith(b"\0"):
            return here()  # it failed there, and will here, with its error
        return [os.fsdecode(name) for name in data[:-1].split(b"\0") if name]

    return answer
