"""A rehearsal → lines as it happens, like Argo CD's page, or one JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from argowave.report.colour import Paint
from argowave.report.lines import one_line
from argowave.report.summary import count
from argowave.report.text import write_findings

if TYPE_CHECKING:
    from argowave.rehearse.rehearsal import Outcome
    from argowave.rehearse.timeline import Event

_COLOURS = {"Healthy": "green", "Degraded": "red", "Progressing": "yellow"}


class Lines:
    """The timeline as text."""

    def __init__(self, stream: TextIO, environment: str) -> None:
        """Write to `stream`."""
        self._stream = stream
        self._environment = environment
        self._paint = Paint(stream)

    def begin(self, engine: str, url: str) -> None:
        """Say what stands for AWS."""
        self._say(
            f"{self._environment} on {engine} at {url}; "
            "waits of Argo CD and the provider are shortened"
        )

    def event(self, event: Event) -> None:
        """Write one line."""
        health = event.health or "-"
        words = (
            f"{event.seconds:6.2f}",
            f"{event.application:<20}",
            f"{event.phase} {event.wave:>2}",
            f"{event.sync:<9}",
            self._paint(f"{health:<11}", _COLOURS.get(health, "faint")),
            f"{event.resource.subject}",
            one_line(event.message),
        )
        self._say(" ".join(words).rstrip())

    def end(self, outcome: Outcome) -> None:
        """Write what came of it."""
        write_findings(self._stream, outcome.findings)
        for gap in outcome.not_rehearsed:
            self._say(self._paint(f"not rehearsed: {one_line(gap)}", "yellow"))
        for words in outcome.not_shown:
            self._say(self._paint(words, "yellow"))
        self._say(self._paint(_last_line(outcome), "bold"))

    def _say(self, text: str) -> None:
        self._stream.write(f"{text}\n")
        self._stream.flush()


def write_json(stream: TextIO, environment: str, engine: str, outcome: Outcome) -> None:
    """Write one JSON object."""
    report = {
        "version": 1,
        "environment": environment,
        "engine": engine,
        "timeline": [
            {
                "seconds": round(event.seconds, 3),
                "application": event.application,
                "phase": event.phase,
                "wave": event.wave,
                "resource": event.resource.subject,
                "sync": event.sync,
                "health": event.health or None,
                "message": event.message,
            }
            for event in outcome.events
        ],
        "findings": [
            {
                "path": found.path,
                "line": found.line,
                "subject": found.subject,
                "message": found.message,
            }
            for found in outcome.findings
        ],
        "notRehearsed": list(outcome.not_rehearsed),
        "notShown": list(outcome.not_shown),
        "syncedAfter": outcome.synced,
        "arrivedAfter": outcome.arrived,
        "event": outcome.event or None,
    }
    json.dump(report, stream, indent=2)
    stream.write("\n")


def _last_line(outcome: Outcome) -> str:
    if outcome.arrived is not None and outcome.synced is not None:
        how = f"synced after {outcome.synced:.1f} s, an event in the table after"
        words = f"{how} {outcome.arrived:.1f} s"
    elif outcome.synced is not None:
        words = f"synced after {outcome.synced:.1f} s, and no event in a table"
    else:
        words = "not everything became Synced and Healthy"
    return f"{words}: {count(len(outcome.findings), 'finding')}"
