"""A report for people: a sentence a manifest (kubeconform's style), or a line a finding."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TextIO

from argowave.finding import Severity
from argowave.report.alike import together
from argowave.report.colour import Paint
from argowave.report.folded import SCREEN, folded
from argowave.report.lines import one_line
from argowave.report.summary import count
from argowave.report.wrapping import Wrapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked

_COLOURS = {"invalid": "red", "error": "red", "valid": "green", "skipped": "yellow"}


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,
) -> None:
    """Write findings, or a sentence for each manifest that is given, then the summary."""
    write_manifests(stream, checked) if checked is not None else write_findings(stream, findings)
    write_summary(stream, summary)


def write_findings(stream: TextIO, findings: Iterable[Finding], *, fold: bool = False) -> None:
    """Write one line for each thing to mend: place, objects, what is wrong, rule, weight.

    Args:
        stream: where to.
        findings: gathered.
        fold: of more lines than a screen has, leave warnings out that say no more than others.
    """
    paint, wrapped = Paint(stream), Wrapping(stream)
    lines = list(together(findings))
    shown, more = folded(lines) if fold else (lines, {})
    for finding in shown:
        colour = "red" if finding.severity is Severity.ERROR else "yellow"
        line = wrapped(one_line(finding.weighed))
        place = line.split(maxsplit=1)[0]
        stream.write(f"{paint(place, colour)}{line.removeprefix(place)}\n")

    for rule, number in more.items():
        words = f"… and {count(number, 'more warning')} of {rule}; --all shows them"
        stream.write(f"{paint(wrapped(words), 'faint')}\n")


def write_tally(stream: TextIO, findings: Iterable[Finding]) -> None:
    """Write how many lines are errors, and of which rules, and how many are warnings.

    Of more lines than a screen has, the rules of the warnings are named too.
    """
    paint, wrapped = Paint(stream), Wrapping(stream)
    shown = list(together(findings))
    tallies = []
    for severity, colour in ((Severity.ERROR, "red"), (Severity.WARNING, "yellow")):
        rules = Counter(each.rule for each in shown if each.severity is severity)
        if rules:
            number = count(rules.total(), severity.value)
            named = ", ".join(f"{times} {rule}" for rule, times in rules.most_common())
            more = f" ({named})" if severity is Severity.ERROR else ""
            line = wrapped(f"{number}: {named}") if len(shown) > SCREEN else f"{number}{more}"
            tallies.append(line.replace(number, paint(number, colour), 1))
    if tallies:
        stream.write(("\n" if len(shown) > SCREEN else ", ").join(tallies) + "\n")


def write_manifests(stream: TextIO, checked: Iterable[Checked]) -> None:
    """Write what came of each manifest, one line for each thing that is wrong with it."""
    paint = Paint(stream)
    for manifest in checked:
        for place, sentence in _sentences(manifest):
            colour = _COLOURS.get(manifest.status.value, "faint")
            stream.write(f"{paint(one_line(place), colour)} - {one_line(sentence)}\n")


def write_summary(stream: TextIO, summary: Summary) -> None:
    """Write what was not checked, by name and reason, then the counts."""
    paint, wrapped = Paint(stream), Wrapping(stream)
    stream.writelines(f"{paint(wrapped(one_line(line)), 'yellow')}\n" for line in summary.digest())
    stream.write(f"{paint(wrapped(str(summary)), 'bold')}\n")


def _sentences(manifest: Checked) -> Iterator[tuple[str, str]]:
    named = f"{manifest.kind} {manifest.name}".strip()
    place = f"{manifest.source}:{manifest.line}"
    match manifest.status.value:
        case "invalid":
            for finding in manifest.findings():
                what = f"{finding.pointer}: {finding.message}"
                yield f"{finding.path}:{finding.line}", f"{named} is invalid: {what}"
        case "error":
            yield place, f"{named} failed validation: {manifest.message}".lstrip()
        case "valid":
            yield manifest.source, f"{named} is valid"
        case "skipped":
            yield manifest.source, f"{named} {manifest.message}"
        case _:
            yield manifest.source, f"document {manifest.message}"
