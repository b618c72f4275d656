"""What an upgrade breaks, as a table or JSON.

The JSON's shape is published in `upgrade.schema.json` beside this module.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TextIO

from argowave.report.colour import Paint
from argowave.report.lines import one_line
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.finding import Finding
    from argowave.upgrade import Break, Upgrade

_HEAD: Final = ("OBJECT", "BREAKS WITH", "WHERE", "WHAT")


def write_upgrades(stream: TextIO, form: str, upgrades: Sequence[Upgrade]) -> None:
    """Write what came of every environment, as text or json."""
    if form == "json":
        described = [_describe(each) for each in upgrades]
        json.dump({"version": 1, "environments": described}, stream, indent=2)
        stream.write("\n")
        return
    paint = Paint(stream)
    for upgrade in upgrades:
        stream.write(f"{paint(_headline(upgrade), 'red' if upgrade.breaks else 'green')}\n")
        stream.writelines(f"  {line}\n" for line in _table(upgrade.breaks))
        stream.writelines(f"  not checked: {one_line(gap)}\n" for gap in upgrade.not_checked)


def _headline(upgrade: Upgrade) -> str:
    objects = count(upgrade.objects, "object")
    if not upgrade.targets:
        return (
            f"{upgrade.name}: Kubernetes {upgrade.kubernetes_version} is the newest that is known"
        )
    number = len(upgrade.breaks)
    verdict = "none breaks" if not number else f"{number} break{'s' if number == 1 else ''}"
    targets = ", ".join(upgrade.targets)
    return (
        f"{upgrade.name}, Kubernetes {upgrade.kubernetes_version}: {objects} with {targets}: "
        f"{verdict}"
    )


def _table(breaks: Sequence[Break]) -> Iterator[str]:
    rows = [_HEAD, *(row for each in breaks for row in _rows(each))]
    if len(rows) == 1:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
    for *cells, what in rows:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield f"{'  '.join(padded)}  {what}"


def _rows(one: Break) -> Iterator[tuple[str, str, str, str]]:
    for number, finding in enumerate(one.findings):
        said = f"{finding.pointer}: {finding.message}" if finding.pointer else finding.message
        head = (finding.subject or "-", one.target) if number == 0 else ("", "")
        yield (*(one_line(each) for each in head), one_line(_place(finding)), one_line(said))  # type: ignore[misc] # (four texts)


def _place(finding: Finding) -> str:
    return finding.path if finding.line is None else f"{finding.path}:{finding.line}"


def _describe(upgrade: Upgrade) -> dict[str, Any]:
    return {
        "name": upgrade.name,
        "kubernetesVersion": upgrade.kubernetes_version,
        "targets": list(upgrade.targets),
        "objects": upgrade.objects,
        "breaks": [_describe_break(each) for each in upgrade.breaks],
        "notChecked": list(upgrade.not_checked),
    }


def _describe_break(one: Break) -> dict[str, Any]:
    first = one.findings[0]
    return {
        "target": one.target,
        "subject": first.subject,
        "application": first.application,
        "path": first.path,
        "problems": [
            {"line": each.line, "pointer": each.pointer, "message": each.message}
            for each in one.findings
        ],
    }
