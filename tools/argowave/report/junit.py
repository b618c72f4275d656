"""A report as JUnit XML, which CI systems show beside their tests: a suite a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO
from xml.etree import ElementTree as ET

from argowave.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding
    from argowave.report.summary import Summary
    from argowave.validate.checked import Checked

# what XML 1.0 cannot hold, not even escaped
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(
    stream: TextIO,
    findings: Sequence[Finding],
    summary: Summary,
    checked: Sequence[Checked] | None = None,
) -> None:
    """Write a test case for each manifest, or for each finding where no manifests are given.

    What was not checked is a skipped case of a suite of its own, so that it is seen.
    """
    root = ET.Element("testsuites", name="argowave")
    cases: dict[str, list[ET.Element]] = {}
    if checked is not None:
        for manifest in checked:
            if manifest.status.value != "empty":
                cases.setdefault(manifest.source, []).append(_manifest(manifest))
    else:
        for finding in findings:
            cases.setdefault(finding.path, []).append(_finding(finding))
    gaps = [_case("skipped", gap, "", gap) for gap in summary.gaps()]
    if gaps:
        cases["not checked"] = gaps
    for name, inside in cases.items():
        suite = ET.SubElement(root, "testsuite", {"name": _clean(name)} | _counts(inside))
        suite.extend(inside)
    root.attrib.update(_counts([case for inside in cases.values() for case in inside]))
    ET.indent(root)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(root, encoding="unicode") + "\n")


def _manifest(manifest: Checked) -> ET.Element:
    kind = f"{manifest.kind}@{manifest.api_version}"
    name = "/".join(word for word in (manifest.namespace, manifest.name) if word)
    match manifest.status.value:
        case "invalid":
            lines = [str(finding) for finding in manifest.findings()]
            case = _case("failure", name, kind, lines[0])
            case[0].text = _clean("\n".join(lines))
        case "error":
            case = _case("error", name, kind, manifest.message)
        case "skipped":
            case = _case("skipped", name, kind, manifest.message)
        case _:
            case = _case("", name, kind, "")
    case.set("file", _clean(manifest.source))
    case.set("line", str(manifest.line))
    return case


def _finding(finding: Finding) -> ET.Element:
    # a warning does not fail the run, so it is no failure here either
    outcome = "failure" if finding.severity is Severity.ERROR else "skipped"
    name = f"{finding.subject} {finding.pointer}".strip() or finding.rule
    case = _case(outcome, name, finding.rule, str(finding))
    case.set("file", _clean(finding.path))
    if finding.line is not None:
        case.set("line", str(finding.line))
    return case


def _case(outcome: str, name: str, class_name: str, message: str) -> ET.Element:
    case = ET.Element("testcase", name=_clean(name), classname=_clean(class_name), time="0")
    if outcome:
        ET.SubElement(case, outcome, message=_clean(message))
    return case


def _counts(cases: Sequence[ET.Element]) -> dict[str, str]:
    outcomes = [case[0].tag for case in cases if len(case)]
    return {
        "tests": str(len(cases)),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("skipped")),
    }


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
