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
    from collections.abc import Iterator, Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked

MARK: Final = "<!-- argowave -->"  # by which a workflow finds its own comment again
LARGEST: Final = 65_536  # characters of a comment on GitHub
_ROOM: Final = 2_000  # for what follows the findings
_SPECIAL: Final = re.compile(r"([\\`*_\[\]|~>])")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", "@": "&#64;"}


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,  # noqa: ARG001 (a comment has findings only)
) -> None:
    """Write a heading, the findings that there is room for, and what was not checked."""
    worst = sorted(together(findings), key=lambda finding: finding.severity is not Severity.ERROR)
    text = f"{MARK}\n### argowave: {_headline(findings)}\n\n"
    shown = 0
    for line in map(_line, worst):
        if len(text) + len(line) > LARGEST - _ROOM:
            break
        text += line
        shown += 1
    if shown < len(worst):
        rules = Counter(finding.rule for finding in worst[shown:])
        rest = ", ".join(f"{escape(rule)} {number}" for rule, number in rules.most_common())
        text += f"- and {count(len(worst) - shown, 'more finding')}: {rest}\n"
    text += f"{chr(10) if worst else ''}{escape(str(summary))}\n"
    for line in _gaps(summary):
        if len(text) + len(line) > LARGEST:
            break
        text += line
    stream.write(text)


def escape(text: str) -> str:
    """Return `text` as Markdown that shows just that: no markup, no HTML, no mention."""
    plain = "".join(_ENTITIES.get(char, char) for char in one_line(text))
    return _SPECIAL.sub(r"\\\1", plain)


def _headline(findings: Sequence[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    words = [(errors, "error"), (len(findings) - errors, "warning")]
    return ", ".join(count(number, noun) for number, noun in words if number) or "no finding"


def _line(finding: Finding) -> str:
    place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
    said = f"{finding.subject} {finding.pointer}".strip()
    words = f"{said} {finding.message}".strip()
    origin = f" ({escape(finding.origin)})" if finding.origins else ""
    return (
        f"- **{finding.severity.value}** {escape(place)} {escape(words)}{origin} "
        f"_{escape(finding.rule)}_\n"
    )


def _gaps(summary: Summary) -> Iterator[str]:
    gaps = summary.gaps()
    if gaps:
        yield "\n<details><summary>not checked</summary>\n\n"
        yield from (f"- {escape(gap)}\n" for gap in gaps)
        yield "\n</details>\n"
