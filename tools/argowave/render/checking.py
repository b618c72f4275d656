"""Rendered text → whether it says anything, and what is wrong where it is no manifest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from argowave.yamlio import YamlFault, read_documents

_SECRET: Final = re.compile(r"""^[^\S\n]*["']?kind["']?\s*:\s*["']?Secret\b""", re.MULTILINE)
_WIDTH: Final = 80


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Kubernetes would make of a text."""

    says_something: bool  # more than blanks and comments
    line: int | None = None  # 1-based, of the fault
    fault: str | None = None


def judge(text: str) -> Verdict:
    """Return what Kubernetes would make of `text`: each document has to be a mapping."""
    says_something = False
    for document in read_documents(text.encode(), ""):
        if isinstance(document, YamlFault):
            near = _near(text, document.line)
            fault = f"invalid YAML, line {document.line} of the output: {document.message}{near}"
            return Verdict(says_something=True, line=document.line, fault=fault)
        if document.body is None:
            continue
        says_something = True
        if not isinstance(document.body, dict):
            line = document.line_of(())
            fault = f"no mapping, line {line} of the output"
            return Verdict(says_something=True, line=line, fault=fault)
    return Verdict(says_something)


def holds_secret(text: str) -> bool:
    """Return whether a Secret stands in `text`, whose lines nobody may be shown."""
    return _SECRET.search(text) is not None


def _near(text: str, line: int) -> str:
    lines = text.splitlines()
    if holds_secret(text) or not 0 < line <= len(lines) or not lines[line - 1].strip():
        return ""
    return f": {lines[line - 1].strip()[:_WIDTH]}"
