"""A promotion as text or JSON: the versions, what they do, and what is wrong with the result.

The JSON's shape is published in `promotion.schema.json` beside this module.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from argowave.diff.changes import ABSENT
from argowave.diff.showing import show_path
from argowave.report.changes import describe_diff, write_changes
from argowave.report.json import describe_finding
from argowave.report.lines import one_line
from argowave.report.summary import count
from argowave.report.text import write_findings

if TYPE_CHECKING:
    from argowave.diff.changes import FieldChange
    from argowave.promote import Promotion, Trial


def write_promotion(
    stream: TextIO, form: str, promotion: Promotion, trial: Trial | None, accepted: frozenset[str]
) -> None:
    """Write what a promotion would do; without a trial there is nothing to promote."""
    if form == "json":
        json.dump(_json(promotion, trial, accepted), stream, indent=2)
        stream.write("\n")
        return
    source, target = promotion.source, promotion.target
    if trial is None:
        stream.write(f"{target} has the versions of {source} and is rendered\n")
        return
    stream.write(f"{promotion.path}\n")
    stream.writelines(f"  {_field(each)}\n" for each in promotion.fields)
    if not promotion.fields:
        stream.write("  says the same; only rendering changes something\n")
    write_changes(stream, "text", [trial.diff], accepted)
    if gaps := len(trial.summary.gaps()):
        stream.write(f"{count(gaps, 'gap')} of lint; `argowave lint {target}` names them\n")
    write_findings(stream, trial.findings)


def _field(change: FieldChange) -> str:
    before, after = (_value(each) for each in (change.before, change.after))
    return one_line(f"{show_path(change.path).removeprefix('$.')}: {before} → {after}")


def _value(value: object) -> str:
    return "absent" if value is ABSENT else json.dumps(value, ensure_ascii=False, default=str)


def _json(promotion: Promotion, trial: Trial | None, accepted: frozenset[str]) -> dict[str, Any]:
    return {
        "version": 1,
        "from": promotion.source,
        "to": promotion.target,
        "versions": [_describe(each) for each in promotion.fields],
        "files": sorted(promotion.files),
        "environment": describe_diff(trial.diff, accepted) if trial else None,
        "findings": [describe_finding(each) for each in trial.findings] if trial else [],
        "notChecked": trial.summary.gaps() if trial else [],
    }


def _describe(change: FieldChange) -> dict[str, Any]:
    values = {"before": change.before, "after": change.after}
    there = {word: value for word, value in values.items() if value is not ABSENT}
    return {"path": show_path(change.path), **there}
