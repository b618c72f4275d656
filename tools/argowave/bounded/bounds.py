"""How long native work may take, and how much it may hold and give."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Final

from argowave.errors import InvocationError

PREFIX: Final = "ARGOWAVE_BOUND_"
SECONDS: Final = f"{PREFIX}SECONDS"
MEGABYTES: Final = f"{PREFIX}MEGABYTES"
ORIGINS: Final = f"{PREFIX}ORIGINS"
_BROKE: Final = "it broke the process that worked on it"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one question may cost."""

    seconds: float = 60
    megabytes: float = 2000  # of memory that is really used; known on Linux only
    output: int = 64_000_000  # bytes of the answer


def stated_bounds() -> Bounds:
    """Return the bounds, as the environment of this process states them.

    Raises:
        InvocationError: a variable is no positive number.
    """
    usual = Bounds()
    seconds = _number(SECONDS, usual.seconds)
    return Bounds(seconds, _number(MEGABYTES, usual.megabytes))


def seconds_for_origins(usual: float) -> float:
    """Return how long the search for what is behind findings may take, where it is stated.

    Raises:
        InvocationError: the variable is no positive number.
    """
    return _number(ORIGINS, usual)


def passed_bound(bounds: Bounds, megabytes: float, seconds: float) -> str:
    """Return the bound that work has passed which uses that much, in words, "" for none."""
    if seconds > bounds.seconds:
        return f"it takes more than {bounds.seconds:g} s ({SECONDS})"
    if megabytes > bounds.megabytes:
        return f"it takes more than {bounds.megabytes:g} MB of memory ({MEGABYTES})"
    return ""


def is_passed(message: str) -> bool:
    """Tell whether a message says that a bound was passed, which a quieter machine might not."""
    return PREFIX in message


def broke(code: int) -> str:
    """Return what is said of work whose process ended by itself, or was ended by somebody else."""
    return f"{_BROKE} (exit {code})"


def is_broken(message: str) -> bool:
    """Tell whether a message says that the process of some work ended by itself."""
    return _BROKE in message


def may_differ(message: str) -> bool:
    """Tell whether a message says what another run might not: a system without memory kills too."""
    return is_passed(message) or is_broken(message)


def _number(variable: str, usual: float) -> float:
    text = os.environ.get(variable, "")
    if not text:
        return usual
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < math.inf:
        message = f"{variable} must be a positive number, not {text!r}"
        raise InvocationError(message)
    return number
