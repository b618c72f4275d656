"""A line of what a template rendered to → its words for a message, and its line in the template."""

from __future__ import annotations

import re
from typing import Final

_KIND: Final = re.compile(r"""(?:^|[\s{,])["']?kind["']?\s*:\s*["']?([A-Za-z]+)""")
_ACTION: Final = re.compile(r"\{\{.*?\}\}")
_LONGEST: Final = 100  # characters of a line
_LEAST: Final = 3  # letters and digits outside of actions, for a line to be told from others


def excerpt(rendered: str, line: int) -> str:
    """Return a 1-based line of one document, "" where it may be a Secret's or is blank."""
    kinds = _KIND.findall(rendered)
    lines = rendered.splitlines()
    is_secret = any(kind.startswith("Secret") for kind in kinds)
    if not kinds or is_secret or not 0 < line <= len(lines):
        return ""
    return lines[line - 1].strip()


def quoted(line: str) -> str:
    """Return a line for the end of a message."""
    short = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    return f", in `{short}`" if line else ""


def line_in(template: str, rendered: str) -> int | None:
    """Return the 1-based line of a template that alone can have rendered to a line."""
    lines = [each.strip() for each in template.splitlines()]
    same = [number for number, each in enumerate(lines, 1) if each == rendered]
    found = same or [number for number, each in enumerate(lines, 1) if _may_be(each, rendered)]
    return found[0] if len(found) == 1 else None


def _may_be(line: str, rendered: str) -> bool:
    fixed = _ACTION.split(line)
    if len(fixed) == 1 or sum(map(str.isalnum, "".join(fixed))) < _LEAST:
        return False
    start, *between, end = fixed
    at = len(start)
    for part in between:
        at = rendered.find(part, at) + len(part)
        if at < len(part):
            return False
    return rendered.startswith(start) and rendered.endswith(end) and len(rendered) - len(end) >= at
