"""Whether another process is there."""

from __future__ import annotations

import os
import time
from pathlib import Path


def is_there(process: int) -> bool:
    """Tell whether a process runs, by its id."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # one that has ended and that nobody has waited for is there by name only
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def goes_away(process: int) -> bool:
    """Wait for a process to end, and tell whether it did."""
    deadline = time.monotonic() + 20
    while is_there(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_there(process)
