"""Another process that answers requests for manifests, as this one does."""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from argowave.bounded.parent import leave_with_parent
from argowave.errors import ChartError
from argowave.process.ending import leave_interrupts_to_the_parent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from argowave.sources.request import Generated, ManifestRequest

_PROTOCOL: Final = pickle.HIGHEST_PROTOCOL


class Coworker:
    """A fresh Python process: a fork after the Helm library is loaded hangs.

    It does not import the program that asks, as those of multiprocessing do, so that a script
    without `if __name__ == "__main__"` may ask as well.
    """

    def __init__(self) -> None:
        """Start the process.

        Raises:
            OSError: there cannot be one more.
        """
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
        self._process = subprocess.Popen(  # noqa: S603 (this Python, this package)
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for this process, and finds that one unprepared
        )

    def ask(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Return what each request gives, or raise what the process raised.

        Raises:
            ChartError: the process is gone.
        """
        questions = cast("IO[bytes]", self._process.stdin)
        try:
            pickle.dump(requests, questions, _PROTOCOL)
            questions.flush()
            found, error = pickle.load(cast("IO[bytes]", self._process.stdout))  # noqa: S301 (ours)
        except (EOFError, OSError, pickle.UnpicklingError) as gone:
            message = "a process that rendered charts was ended from outside"
            raise ChartError(message, hint="run with --processes 1") from gone
        if error is not None:
            raise error
        answers: list[Generated] = found
        return answers

    def end(self) -> None:
        """End the process, in the middle of its work too."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # a question that nobody reads any more
                cast("IO[bytes]", pipe).close()
        self._process.wait()


def serve() -> None:
    """Answer what comes through standard input until there is no more."""
    leave_interrupts_to_the_parent()
    leave_with_parent()
    from argowave.sources.here import generate_here, in_order  # noqa: PLC0415 (after the above)

    questions, answers = cast("BinaryIO", sys.stdin.buffer), cast("BinaryIO", sys.stdout.buffer)
    while True:
        try:
            requests: Sequence[ManifestRequest] = pickle.load(questions)  # noqa: S301 (ours)
        except EOFError:
            return
        found: tuple[list[Generated], BaseException | None]
        try:
            found = in_order(generate_here(requests)), None
        except Exception as error:  # noqa: BLE001 (it is raised again where somebody waits)
            found = [], error
        pickle.dump(found, answers, _PROTOCOL)
        answers.flush()
