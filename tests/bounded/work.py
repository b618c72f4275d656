"""Kinds of work for a child: see `answer`."""

from __future__ import annotations

import os
import time
from typing import Any

from argowave.bounded.errors import RefusedError

KIND = "kind"


def answer(operation: str, given: Any) -> Any:  # noqa: ANN401 (JSON values)
    """Do what a test wants to see in a child."""
    if operation == "refuse":
        raise RefusedError(KIND, given)
    if operation == "sleep":
        time.sleep(given)
    elif operation == "fill":
        kept = [b"x" * 1_000_000 + bytes([number % 7]) for number in range(given)]
        time.sleep(30)
        return len(kept)
    elif operation == "exit":
        os._exit(given)
    elif operation == "deep":
        return [answer("deep", given)]
    elif operation == "print":
        print("to be lost", flush=True)  # noqa: T201 (it is what is tested)
    elif operation == "long":
        return "x" * given
    elif operation == "process":
        return os.getpid()
    return given
