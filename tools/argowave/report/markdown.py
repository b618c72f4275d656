"""A report as Markdown for a pull request's comment: the worst first, the rest counted."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, TextIO

from argowave.finding import Severity
from argowave.report.alike import together
from argowave.report.lines import one_line
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked

MARK: Final = "<!-- argowave -->"  # by which a workflow finds its own comment again
LARGEST: Final = 65_536  # characters of a comment on GitHub
_ROOM: Final = 8_000  # for what follows the findings: the rest, counted by rule
_LONGEST: Final = 1_000  # characters of one line
_MORE: Final = 40  # for how many more there are
_OPEN: Final = "\n<details><summary>not checked</summary>\n\n"
_CLOSE: Final = "\n</details>\n"
_SPECIAL: Final = re.compile(r"([\\`*_\[\]|~>])")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", "@": "&#64;"}


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,  # noqa: ARG001 (a comment has findings only)
) -> None:
    """Write a heading, the findings that there is room for, and what was not checked."""
    title = f"{MARK}\n### argowave: {findings_in_words(findings)}\n\n"
    stream.write(title + findings_section(findings, summary, LARGEST - len(title)))


def findings_section(findings: Sequence[Finding], summary: Summary, size: int) -> str:
    """Return the findings, the worst first and the rest counted, and what was not checked.

    Args:
        findings: all of them.
        summary: of the run.
        size: in characters, some thousands; the section is never larger.
    """
    worst = sorted(together(findings), key=lambda finding: finding.severity is not Severity.ERROR)
    lines = [_line(finding) for finding in worst]
    shown = fitting(lines, size - _ROOM)
    text = "".join(lines[:shown])
    if shown < len(worst):
        rules = Counter(finding.rule for finding in worst[shown:])
        rest = ", ".join(f"{rule} {number}" for rule, number in rules.most_common())
        text += f"- and {count(len(worst) - shown, 'more finding')}: {escape(cut(rest))}\n"
    text += f"{chr(10) if worst else ''}{escape(str(summary))}\n"
    gaps = [f"- {escape(cut(gap))}\n" for gap in summary.gaps()]
    kept = fitting(gaps, size - len(text) - len(_OPEN) - len(_CLOSE) - _MORE)
    if kept:
        more = f"- and {len(gaps) - kept} more\n" if kept < len(gaps) else ""
        text += f"{_OPEN}{''.join(gaps[:kept])}{more}{_CLOSE}"
    return text


def fitting(lines: Sequence[str], size: int) -> int:
    """Return how many of the first lines have together at most `size` characters."""
    for number, line in enumerate(lines):
        size -= len(line)
        if size < 0:
            return number
    return len(lines)


def cut(text: str) -> str:
    """Return a text in one line of at most 1,000 characters, so that none takes all the room."""
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def escape(text: str) -> str:
    """Return `text` as Markdown that shows just that: no markup, no HTML, no mention."""
    plain = "".join(_ENTITIES.get(char, char) for char in one_line(text))
    return _SPECIAL.sub(r"\\\1", plain)


def findings_in_words(findings: Sequence[Finding]) -> str:
    """Return `2 errors, 1 warning`: how many lines there are of each."""
    lines = list(together(findings))
    errors = sum(finding.severity is Severity.ERROR for finding in lines)
    words = [(errors, "error"), (len(lines) - errors, "warning")]
    return ", ".join(count(number, noun) for number, noun in words if number) or "no finding"


def _line(finding: Finding) -> str:
    place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
    said = f"{finding.subject} {finding.pointer}".strip()
    words = f"{said} {finding.message}".strip()
    place, words, rule = (escape(cut(each)) for each in (place, words, finding.rule))
    origin = f" ({escape(cut(finding.origin))})" if finding.origins else ""
    return f"- **{finding.severity.value}** {place} {words}{origin} _{rule}_\n"
