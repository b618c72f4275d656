"""AppProjects as they could be: what is wider than needed, as YAML, a diff or JSON.

The JSON's shape is published in `projects.schema.json` beside this module.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TextIO

from argowave.report.lines import one_line
from argowave.report.summary import count
from argowave.yamlio.write import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.resources import Resource
    from argowave.tightening import Tightened

FORMATS: Final = ("text", "yaml", "diff", "json")


@dataclass(frozen=True, slots=True)
class Entry:
    """One AppProject of one environment."""

    environment: str
    tightened: Tightened
    unmet: tuple[str, ...]  # what even the tightened one does not admit

    @property
    def project(self) -> Resource:
        """The AppProject as it is."""
        return self.tightened.needs.project

    @property
    def place(self) -> str:
        """Where it stands: file:line."""
        return self.project.manifest.place


def write_projects(stream: TextIO, form: str, projects: Sequence[Entry]) -> None:
    """Write every AppProject in one of FORMATS."""
    if form == "json":
        described = [_describe(each) for each in projects]
        json.dump({"version": 1, "projects": described}, stream, indent=2)
        stream.write("\n")
        return
    lines = {"text": _text, "yaml": _yaml, "diff": _diff}[form]
    for each in projects:
        stream.writelines(lines(each))


def _text(entry: Entry) -> Iterator[str]:
    needs = entry.tightened.needs
    changes = entry.tightened.changes()
    applications = count(len(needs.applications), "Application")
    subject = one_line(f"{entry.place} {entry.project.subject} [{entry.environment}]")
    yield f"{subject}: {applications}, {_verdict(entry.tightened)}\n"
    for name, (before, _) in changes.items():
        yield from (f"  {name}: {one_line(_flow(each))}\n" for each in before)
    yield from (f"  {line}\n" for line in _notes(entry))


def _verdict(tightened: Tightened) -> str:
    gone = sum(len(before) for before, _ in tightened.changes().values())
    if gone:
        return f"{gone} {'entry is' if gone == 1 else 'entries are'} wider than needed"
    what = "nothing" if tightened.is_narrowed else "no entry of sourceRepos"
    return f"{what} is wider than needed"


def _yaml(entry: Entry) -> Iterator[str]:
    yield "---\n"
    yield f"# {one_line(entry.place)} [{entry.environment}]\n"
    yield from (f"# {line}\n" for line in _notes(entry))
    yield dump({**entry.project.body, "spec": entry.tightened.spec})


def _diff(entry: Entry) -> Iterator[str]:
    body = entry.project.body
    before, after = (
        dump(each).splitlines(keepends=True)
        for each in (body, {**body, "spec": entry.tightened.spec})
    )
    path = entry.project.manifest.document.source
    yield from difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")


def _notes(entry: Entry) -> Iterator[str]:
    if not entry.tightened.is_narrowed:
        yield "only sourceRepos is narrowed, because not everything is known:"
        yield from (one_line(gap) for gap in entry.tightened.needs.gaps)
    yield from (f"does not admit {one_line(each)}" for each in entry.unmet)


def _flow(value: Any) -> str:  # noqa: ANN401 (a text or a mapping)
    return json.dumps(value, ensure_ascii=False)


def _describe(entry: Entry) -> dict[str, Any]:
    manifest = entry.project.manifest
    return {
        "environment": entry.environment,
        "name": entry.project.name,
        "path": manifest.document.source,
        "line": manifest.line,
        "applications": entry.tightened.needs.applications,
        "narrowed": entry.tightened.is_narrowed,
        "changes": [
            {"field": name, "removed": before, "added": after}
            for name, (before, after) in entry.tightened.changes().items()
        ],
        "spec": entry.tightened.spec,
        "unknown": list(entry.tightened.needs.gaps),
        "notAdmitted": list(entry.unmet),
    }
