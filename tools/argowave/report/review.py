"""A whole review as one Markdown comment: what a change does, then what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.report.changes_markdown import changes_section
from argowave.report.markdown import LARGEST, MARK, findings_in_words, findings_section
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.diff.environments import EnvironmentDiff
    from argowave.finding import Finding
    from argowave.report.summary import Summary


def review_comment(
    diffs: Sequence[EnvironmentDiff],
    accepted: frozenset[str],
    findings: Sequence[Finding],
    summary: Summary,
) -> str:
    """Return the comment, within the size of one on GitHub.

    Changes and findings have half of it each; what one of them does not need is the other's.
    """
    fatal = sum(len(diff.unaccepted(accepted)) for diff in diffs)
    title = f"{MARK}\n## argowave: {findings_in_words(findings)}"
    title += f", {count(fatal, 'effect')} to be accepted\n\n" if fatal else "\n\n"
    heading = "### Findings\n\n"
    room = LARGEST - len(title) - len(heading)
    found = findings_section(findings, summary, room // 2)
    changed = changes_section(diffs, accepted, room - len(found))
    return title + changed + heading + findings_section(findings, summary, room - len(changed))
