"""What flow checks saw → text with the commands to see it again, JSON, or JUnit XML."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, TextIO
from xml.etree import ElementTree as ET

from argowave.report.colour import Paint
from argowave.report.lines import one_line
from argowave.report.summary import count
from argowave.report.text import write_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.flows import Result

_COLOURS = {"passed": "green", "failed": "red", "skipped": "yellow"}
_COLUMNS = 80  # of a terminal that does not say
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Progress:
    """A line that is written over and over while a check waits; on a terminal only."""

    def __init__(self, stream: TextIO) -> None:
        """Look whether somebody looks."""
        self._stream = stream
        self._on = stream.isatty() and os.environ.get("TERM") != "dumb"

    def show(self, check: str, seconds: float, words: str) -> None:
        """Show what was seen last, as much of it as goes into one line."""
        if self._on:
            width = os.get_terminal_size(self._stream.fileno()).columns or _COLUMNS
            line = f"{check}: {seconds:.0f} s, {one_line(words)}"
            self._stream.write(f"\r\x1b[K{line[: width - 1]}")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._on:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def write(name: str, stream: TextIO, results: Sequence[Result]) -> None:
    """Write results as text, summary (the last line of text), json or junit."""
    {"text": _text, "summary": _summary, "json": _json, "junit": _junit}[name](stream, results)


def _text(stream: TextIO, results: Sequence[Result]) -> None:
    paint = Paint(stream)
    for result in results:
        status = paint(f"{result.status.value:<8}", _COLOURS[result.status.value])
        words = one_line(result.words)
        spent = f"{result.seconds:.1f} s, " if result.seconds else ""
        stream.write(f"{status}{result.check:<20} {result.title} ({spent}{words})\n")
        write_findings(stream, result.findings)
        stream.writelines(f"  {paint(f'$ {command}', 'faint')}\n" for command in result.repeat)
    stream.flush()


def _summary(stream: TextIO, results: Sequence[Result]) -> None:
    paint = Paint(stream)
    statuses = [result.status.value for result in results]
    total = count(len(results), "check")
    counted = ", ".join(f"{statuses.count(status)} {status}" for status in _COLOURS)
    stream.write(f"{paint(f'{total}: {counted}', 'bold')}\n")


def _json(stream: TextIO, results: Sequence[Result]) -> None:
    described = [_as_object(result) for result in results]
    json.dump({"version": 1, "checks": described}, stream, indent=2)
    stream.write("\n")


def _as_object(result: Result) -> dict[str, Any]:
    return {
        "check": result.check,
        "title": result.title,
        "status": result.status.value,
        "seconds": round(result.seconds, 3),
        "seen": result.words,
        "findings": [
            {
                "path": found.path,
                "line": found.line,
                "subject": found.subject,
                "pointer": found.pointer,
                "message": found.message,
            }
            for found in result.findings
        ],
        "repeat": list(result.repeat),
    }


def _junit(stream: TextIO, results: Sequence[Result]) -> None:
    statuses = [result.status.value for result in results]
    counts = {
        "tests": str(len(results)),
        "failures": str(statuses.count("failed")),
        "errors": "0",
        "skipped": str(statuses.count("skipped")),
    }
    root = ET.Element("testsuites", {"name": "argowave flow"} | counts)
    suite = ET.SubElement(root, "testsuite", {"name": "flow"} | counts)
    for result in results:
        case = ET.SubElement(
            suite,
            "testcase",
            {"name": result.check, "classname": "flow", "time": f"{result.seconds:.3f}"},
        )
        if result.status.value == "failed":
            failure = ET.SubElement(case, "failure", message=_clean(result.words))
            failure.text = _clean("\n".join(str(found) for found in result.findings))
        elif result.status.value == "skipped":
            ET.SubElement(case, "skipped", message=_clean(result.words))
    ET.indent(root)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(root, encoding="unicode") + "\n")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
