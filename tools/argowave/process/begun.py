"""Work that is begun now, in a thread of its own, and whose result is asked for later."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class Begun(Generic[Result]):
    """One piece of work that mostly waits for something else than this process.

    Nobody waits for it where the process ends before. It should import little: an interrupt may
    leave Python's import lock with the thread that was interrupted, and no other one gets it then.
    """

    def __init__(self, work: Callable[[], Result]) -> None:
        """Begin."""
        self._work = work
        self._results: list[Result] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait for some time, and tell whether the work is done."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def result(self) -> Result:
        """Wait for the work, and return its result or raise what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as error:  # noqa: BLE001 (it is raised again where somebody waits)
            self._error = error
