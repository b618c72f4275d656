"""The parent's side of a child: starts it, asks it, ends it when it passes its bounds or rests."""

from __future__ import annotations

import atexit
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.bounds import broke, passed_bound, stated_bounds
from argowave.bounded.errors import BoundedError, EndedError, RefusedError, UnavailableError
from argowave.bounded.frames import receive, send
from argowave.bounded.memory import used_megabytes

if TYPE_CHECKING:
    from typing import IO

    from argowave.bounded.bounds import Bounds

_EVERY: Final = 0.02  # seconds between two looks at a child that works
_EXIT: Final = 1.0  # seconds that a process has to end in once its pipes are closed
_START: Final = 30.0  # seconds that it may take to come up, however little a question may take
_REST: Final = 3.0  # seconds; the child of Helm holds 75 MB, and the next takes 0.3 s to come up
_workers: Final[list[Worker]] = []  # of this process


class Worker:
    """One child for one kind of work; threads that ask it wait for each other."""

    def __init__(self, work: str, bounds: Bounds, rest: float = _REST) -> None:
        """Take the module of the work and its bounds; nothing is started yet.

        Args:
            work: the module with the function `answer`.
            bounds: what one question may take.
            rest: how long nobody asks until the child is ended, in seconds; the next question
                starts another one.
        """
        self._work = work
        self._bounds = bounds
        self._rest = rest
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._unavailable = ""  # why the work cannot be done here, as the child has said
        self._watched = threading.Lock()  # over the four below
        self._since: float | None = None  # when the question that is worked on was asked
        self._answered = 0.0  # when it was answered, the last one of them
        self._passed = ""  # which bound it passed
        self._wake = threading.Event()
        self._watcher: threading.Thread | None = None
        self.worked = 0.0  # seconds, on all questions together

    def prepare(self) -> None:
        """Start the child, so that it is ready when it is asked."""
        with self._asking:
            self._start()

    def ask(self, operation: str, given: object) -> Any:  # noqa: ANN401 (any JSON value)
        """Return the answer to one question.

        Raises:
            RefusedError: the work says no.
            EndedError: the child had to be ended, or ended by itself.
            UnavailableError: the work cannot be done on this machine.
        """
        with self._asking:
            if self._unavailable:
                raise UnavailableError(self._unavailable)
            try:
                return self._exchange(self._start(), operation, given)
            except BoundedError:
                raise
            except (EOFError, OSError) as error:
                raise EndedError(self._end(_EXIT)) from error
            except BaseException:
                self._end()  # it is still at work on what nobody waits for
                raise

    def close(self) -> None:
        """End the child."""
        self._end()

    def _exchange(self, process: subprocess.Popen[bytes], operation: str, given: object) -> Any:  # noqa: ANN401 (any JSON value)
        questions, answers = process.stdin, process.stdout
        if questions is None or answers is None:
            raise EOFError
        bounds = self._bounds
        self._watch()
        try:
            if not self._is_ready:
                self._welcome(answers)
            question = {"operation": operation, "given": given}
            send(questions, question | {"seconds": bounds.seconds, "output": bounds.output})
            return _answer(receive(answers), bounds)
        finally:
            with self._watched:
                self._answered = time.monotonic()
                self.worked += self._answered - (self._since or self._answered)
                self._since = None

    def _welcome(self, answers: IO[bytes]) -> None:
        try:
            self._unavailable = receive(answers).get("unavailable", "")
        except EOFError as error:
            raise UnavailableError(self._end(_EXIT)) from error
        if self._unavailable:
            self._end()
            raise UnavailableError(self._unavailable)
        with self._watched:  # what it took to come up is no part of the question
            self._is_ready = True
            self._since = time.monotonic()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            code = f"from argowave.bounded.child import serve; serve({self._work!r})"
            self._process = subprocess.Popen(  # noqa: S603 (this Python, this package)
                [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what a runtime says when it breaks is for nobody
            )
        return self._process

    def _end(self, patience: float = 0) -> str:
        """End the child, and return what it was ended for, or how it ended within some seconds."""
        process, self._process = self._process, None
        self._is_ready = False
        with self._watched:
            passed, self._passed = self._passed, ""
        if process is None:
            return ""
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        code = process.wait()
        return passed or broke(code)

    def _leave(self) -> None:
        """End the child, unless somebody asks it after all."""
        if self._asking.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._asking.release()

    def _watch(self) -> None:
        with self._watched:
            self._since = time.monotonic()
            self._passed = ""
            if not self._wake.is_set():
                self._wake.set()
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._look, daemon=True)
            self._watcher.start()

    def _look(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(_EVERY)
            with self._watched:
                if self._since is not None:
                    self._bound(self._since)
                    continue
                if time.monotonic() - self._answered < self._rest:
                    continue
                self._wake.clear()
            self._leave()

    def _bound(self, since: float) -> None:
        """End the child if it passes a bound with the question that was asked at a time."""
        process = self._process
        if process is None or self._passed:
            return
        used, seconds = used_megabytes(process.pid), time.monotonic() - since
        bounds = self._bounds
        if not self._is_ready:
            bounds = replace(bounds, seconds=max(bounds.seconds, _START))
        self._passed = passed_bound(bounds, used, seconds)
        if self._passed:
            process.kill()


@lru_cache(maxsize=8)
def _worker(work: str, bounds: Bounds) -> Worker:
    worker = Worker(work, bounds)
    _workers.append(worker)
    atexit.register(worker.close)
    return worker


def seconds_worked() -> float:
    """Return how long all children of this process have worked on what they were asked."""
    return sum(worker.worked for worker in _workers)


def ask(work: str, operation: str, given: object, bounds: Bounds | None = None) -> Any:  # noqa: ANN401 (any JSON value)
    """Ask this process's child for one kind of work; see `Worker.ask`.

    Args:
        work: the module with the function `answer`.
        operation: what is asked of it.
        given: any JSON value.
        bounds: None for those that the environment states.

    Raises:
        BoundedError: there is no answer.
        InvocationError: the bounds that the environment states are no numbers.
    """
    return _worker(work, bounds or stated_bounds()).ask(operation, given)


def prepare(work: str) -> None:
    """Start this process's child for one kind of work, which takes a tenth of a second."""
    _worker(work, stated_bounds()).prepare()


def _answer(reply: dict[str, Any], bounds: Bounds) -> Any:  # noqa: ANN401 (any JSON value)
    if "answer" in reply:
        return reply["answer"]
    if "refused" in reply:
        raise RefusedError(*reply["refused"])
    if "large" in reply:
        most = bounds.output // 1_000_000
        message = f"it gives {reply['large'] / 1e6:,.0f} MB, and {most} MB is the most"
        raise EndedError(message)
    message = f"it is too large or too deep ({reply.get('broken')})"
    raise EndedError(message)
