"""SIGTERM and SIGINT → an event that is set, so that work in hand is finished first."""

from __future__ import annotations

import signal
from threading import Event


def stop_signal() -> Event:
    """Return an event that is set when Kubernetes asks the process to end."""
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
