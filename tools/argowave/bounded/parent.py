"""A process that goes when the one that started it is gone, whatever it is doing."""

from __future__ import annotations

import os
import threading
import time
from typing import Final

_EVERY: Final = 0.5  # seconds between two looks at whether the parent is there


def leave_with_parent() -> None:
    """End this process soon after its parent has ended, also if that was killed.

    On Windows, where a process keeps the id of its parent, nothing is noticed.
    """
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(1)
