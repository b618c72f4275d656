"""The formats that code hosts read: SARIF, annotations, code quality, Markdown."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from argowave.finding import Finding
from argowave.report import Summary, writer
from argowave.report.fingerprints import fingerprints
from argowave.report.markdown import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "properties": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "locations": {
            "items": {
                "required": ["physicalLocation"],
                "properties": {
                    "physicalLocation": {
                        "required": ["artifactLocation"],
                        "properties": {
                            "artifactLocation": {
                                "properties": {"uri": {"pattern": "^[A-Za-z0-9._~/%-]+$"}}
                            },
                            "region": {
                                "properties": {"startLine": {"type": "integer", "minimum": 1}}
                            },
                        },
                    }
                },
            }
        },
    },
}


def run_of(text: str) -> dict[str, Any]:
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


def test_sarif_has_a_result_for_each_finding_that_its_rules_explain(
    written: Callable[..., str], findings: list[Finding]
) -> None:
    run = run_of(written("sarif", manifests=False))
    jsonschema.validate(run["results"], {"type": "array", "items": RESULT})
    rules = run["tool"]["driver"]["rules"]

    assert [result["ruleId"] for result in run["results"]] == [each.rule for each in findings]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes][-1] == (
        "not decided: wave-gate, 2 cases: a, b: why"
    )


def test_sarif_brings_the_help_of_a_rule() -> None:
    stream = io.StringIO()
    writer("sarif").write(
        stream, [Finding("a b.yaml", 3, "Pod/x", "", "is odd", "dangling-reference")], Summary(1)
    )
    (rule,) = run_of(stream.getvalue())["tool"]["driver"]["rules"]

    assert rule["shortDescription"]["text"] == "an object names another one that nobody applies"
    assert rule["helpUri"].startswith("https://")
    assert '"uri": "a%20b.yaml"' in stream.getvalue()


def test_a_fingerprint_survives_lines_and_tells_equal_findings_apart() -> None:
    finding = Finding("a.yaml", 3, "Pod/x", "$.spec", "is odd (b.yaml:7)", "rule")
    moved = replace(finding, line=9, message="is odd (b.yaml:8)")

    assert fingerprints([finding]) == fingerprints([moved])
    assert len(set(fingerprints([finding, finding, replace(finding, rule="other")]))) == 3


def test_annotations_are_one_line_each_and_escaped(
    written: Callable[..., str], findings: list[Finding]
) -> None:
    *commands, last = written("github", manifests=False).splitlines()

    assert len(commands) == len(findings) + 4
    assert commands[0].startswith("::error file=a.yaml,title=schema,line=7::Service/web $.spec: ")
    assert "%0Asecond line" in commands[0]
    assert commands[1] == ("::warning file=a.yaml,title=wave-order,line=8::Service/web: is odd")
    assert commands[-1].startswith("::notice title=not checked::not decided: wave-gate")
    assert last.startswith("5 manifests in 4 files")


def test_a_file_name_cannot_end_its_property() -> None:
    stream = io.StringIO()
    writer("github").write(stream, [Finding("a,b:c.yaml", 1, "", "", "%", "rule")], Summary(1))

    assert stream.getvalue().splitlines()[0] == (
        "::error file=a%2Cb%3Ac.yaml,title=rule,line=1::%25"
    )


def test_code_quality_has_an_entry_for_each_finding(
    written: Callable[..., str], findings: list[Finding]
) -> None:
    entries = json.loads(written("gitlab", manifests=False))

    assert [entry["check_name"] for entry in entries] == [each.rule for each in findings]
    assert [entry["severity"] for entry in entries] == ["major", "minor", "major"]
    assert [entry["location"] for entry in entries][1:] == [
        {"path": "a.yaml", "lines": {"begin": 8}},
        {"path": "b", "lines": {"begin": 1}},
    ]
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_a_comment_shows_the_worst_first_and_no_markup_of_others(
    written: Callable[..., str],
) -> None:
    text = written("markdown", manifests=False)
    lines = text.splitlines()

    assert lines[:2] == ["<!-- argowave -->", "### argowave: 2 errors, 1 warning"]
    assert [line.split()[1] for line in lines if line.startswith("- **")] == [
        "**error**", "**error**", "**warning**",
    ]  # fmt: skip
    assert "<tag>" not in text
    assert r"&lt;tag\>" in text
    assert "<details><summary>not checked</summary>" in lines


@pytest.mark.parametrize(
    "text", ["@everybody", "<script>alert(1)</script>", "[a](http://b)", "`x`"]
)
def test_a_comment_obeys_nobody(text: str) -> None:
    stream = io.StringIO()
    writer("markdown").write(stream, [Finding("a.yaml", 1, "", "", text, "rule")], Summary(1))
    line = next(line for line in stream.getvalue().splitlines() if line.startswith("- "))

    assert not re.search(r"(?<!\\)[`\[]|<(?!!)|@", line)


def test_a_comment_never_outgrows_its_limit() -> None:
    many = [Finding(f"{n}.yaml", n, "Pod/x", "$.a", "is odd " * 20, "rule") for n in range(2_000)]
    stream = io.StringIO()
    writer("markdown").write(stream, many, Summary(1, not_checked=("x" * 3_000,)))
    text = stream.getvalue()

    assert len(text) <= LARGEST
    (rest,) = re.findall(r"- and (\d+) more findings: rule (\d+)\n", text)
    assert int(rest[0]) == int(rest[1]) == 2_000 - text.count("- **error**")
