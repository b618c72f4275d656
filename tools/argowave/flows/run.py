"""A scene and checks → results: each check is repeated, with growing pauses, until time is up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from argowave.errors import AwsError
from argowave.flows.registry import CHECKS
from argowave.flows.result import Result, Seen, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from argowave.flows.check import Check
    from argowave.flows.scene import Scene

TIMEOUT = 60.0  # seconds that what takes its time may take
SHORT = 5.0  # seconds for what is there or is not: answers of AWS are eventually consistent
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0


def run_checks(
    scene: Scene,
    checks: Iterable[type[Check]] = CHECKS,
    timeout: float = TIMEOUT,
    show: Callable[[str, float, str], None] = lambda *_: None,
) -> Iterator[Result]:
    """Yield the result of each check, in order.

    Args:
        scene: what is looked at.
        checks: which checks.
        timeout: seconds that a check may wait; one that does not wait takes 5 at most.
        show: called after each look with the check's name, the seconds so far and what was seen.

    Raises:
        AwsError: nobody answers, or the key is wrong, until time is up.
    """
    for check in checks:
        yield _run(check(), scene, timeout, show)


def _run(
    check: Check, scene: Scene, timeout: float, show: Callable[[str, float, str], None]
) -> Result:
    started = time.monotonic()
    reason = check.reason_to_skip(scene)
    if reason:
        return Result(check.name, check.title, Status.SKIPPED, 0, reason)
    limit = timeout if check.waits else min(timeout, SHORT)
    pause = _FIRST_PAUSE
    try:
        while True:
            seen = _look(check, scene)
            spent = time.monotonic() - started
            if isinstance(seen, Seen) and not seen.faults:
                break
            words = seen.words if isinstance(seen, Seen) else str(seen)
            show(check.name, spent, words)
            if spent + pause > limit:
                break
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
    finally:
        check.clean_up(scene)
    if isinstance(seen, AwsError):
        raise seen
    return Result(
        check.name,
        check.title,
        Status.FAILED if seen.faults else Status.PASSED,
        spent,
        seen.words,
        seen.faults,
        check.repeat(scene),
    )


def _look(check: Check, scene: Scene) -> Seen | AwsError:
    try:
        return check.look(scene)
    except AwsError as error:
        return error
