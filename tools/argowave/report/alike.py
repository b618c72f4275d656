"""Findings that one edit mends → one line, with how many objects it is about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.report.varying import pattern, with_all_names
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding

_MOST_NAMED: Final = 3  # Applications that led to one finding, or namespaces
# where something is looked for; what goes into one that is missing is another fault in each
_NAMESPACE: Final = re.compile(r"(\b(?:in|of) namespace) ([a-z0-9][a-z0-9-]*)")
# as `gather` joins them; what an element is called may have a comma too
_BETWEEN: Final = re.compile(r", (?=[^\s,/]+/)")


def together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those that differ in nothing but their object or a namespace as one.

    An ApplicationSet's template and a kustomization's base make many objects out of one place, and
    each overlay puts them into a namespace of its own.

    Args:
        findings: sorted, as `gather` returns them; the order of those that come first is kept.
    """
    groups: dict[Finding, list[Finding]] = {}
    for finding in findings:
        message = _NAMESPACE.sub(r"\1", finding.message) if _namespace(finding) else finding.message
        key = replace(finding, subject="", application=None, message=message)
        groups.setdefault(key, []).append(finding)
    return _of_one_line(groups.values())


def _of_one_line(groups: Iterable[list[Finding]]) -> Iterator[Finding]:
    """Yield a finding for each group, and one for all of one line that differ in one name only.

    It is so where the template of an ApplicationSet or of a chart gives the name.
    """
    lines: dict[Finding, list[list[Finding]]] = {}
    for group in groups:
        first = group[0]
        named = replace(
            first, subject=first.subject.partition("/")[0], application=None, message=pattern(first)
        )
        lines.setdefault(first if first.line is None else named, []).append(group)
    for several in lines.values():
        messages = [_message(group) for group in several]
        message = with_all_names(messages, _MOST_NAMED)
        if message and len({group[0].subject for group in several}) == len(several):
            yield _one([finding for group in several for finding in group], message)
        else:
            yield from map(_one, several, messages)


def _one(group: list[Finding], message: str) -> Finding:
    first, *others = group
    if not others:
        return replace(first, application=_few((first.application,)))
    subjects = len({finding.subject for finding in group})
    subject = first.subject if subjects == 1 else f"{first.subject} and {subjects - 1} more"
    led = _few(finding.application for finding in group)
    return replace(first, subject=subject, application=led, message=message)


def _message(group: list[Finding]) -> str:
    """Return the first message, with the namespaces of all of them."""
    names = list(dict.fromkeys(map(_namespace, group)))
    if len(names) == 1:
        return group[0].message
    return _NAMESPACE.sub(rf"\1s {first_few(names, _MOST_NAMED)}", group[0].message)


def _namespace(finding: Finding) -> str:
    """Return the namespace that a message names, "" where that is none or several."""
    found = _NAMESPACE.findall(finding.message)
    return found[0][1] if len(found) == 1 else ""


def _few(led: Iterable[str | None]) -> str | None:
    """Return the first of the Applications that led to a finding, and how many others did."""
    names = [name for each in led if each for name in _BETWEEN.split(each)]
    return first_few(list(dict.fromkeys(names)), _MOST_NAMED) or None
