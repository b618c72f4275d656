"""Each format against its own schema, or read by a parser that others use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from tap.parser import Parser

from argowave.finding import Finding, Severity
from argowave.report import Summary, writer
from argowave.rules.registry import load_rules
from published import schema_of

if TYPE_CHECKING:
    from collections.abc import Callable
from io import StringIO

RULES = [rule.name for rule in load_rules()]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
FINDINGS = st.builds(
    Finding,
    path=TEXTS.filter(bool),
    line=st.none() | st.integers(-1, 10**6),
    subject=TEXTS,
    pointer=TEXTS,
    message=TEXTS,
    rule=st.sampled_from([*RULES, "schema", "yaml"]),
    severity=st.sampled_from(Severity),
    application=st.none() | TEXTS,
)
SUMMARIES = st.builds(Summary, st.just(1), not_checked=st.lists(TEXTS, max_size=3).map(tuple))
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
CODE_QUALITY = {
    "type": "array",
    "items": {
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            **{name: {"type": "string"} for name in ("description", "check_name")},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def write(form: str, findings: list[Finding], summary: Summary) -> str:
    stream = StringIO()
    writer(form).write(stream, findings, summary)
    return stream.getvalue()


@settings(deadline=None, max_examples=25)
@given(st.lists(FINDINGS, max_size=5), SUMMARIES)
def test_sarif_is_valid_against_the_schema_of_its_standard(
    findings: list[Finding], summary: Summary
) -> None:
    log = json.loads(write("sarif", findings, summary))
    schema = schema_of("sarif-2.1.0")

    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
    assert len(log["runs"][0]["results"]) == len(findings)


def test_every_rule_has_what_code_scanning_shows_of_it() -> None:
    findings = [Finding("a.yaml", 1, "", "", "x", rule) for rule in RULES]
    (run,) = json.loads(write("sarif", findings, Summary(1)))["runs"]

    for rule in run["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"]
        assert len(rule["fullDescription"]["text"]) <= 1024, rule["id"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")


@settings(deadline=None, max_examples=25)
@given(st.lists(FINDINGS, max_size=5), SUMMARIES)
def test_code_quality_is_what_gitlab_reads(findings: list[Finding], summary: Summary) -> None:
    entries = json.loads(write("gitlab", findings, summary))

    jsonschema.validate(entries, CODE_QUALITY)
    marks = [entry["fingerprint"] for entry in entries]
    assert len(set(marks)) == len(marks) == len(findings)


@pytest.mark.parametrize("manifests", [True, False])
def test_junit_is_read_by_a_parser_of_others(
    written: Callable[..., str], findings: list[Finding], *, manifests: bool
) -> None:
    report = JUnitXml.fromstring(written("junit", manifests=manifests).encode())
    errors = [each for each in findings if each.severity is Severity.ERROR]

    assert report.tests == sum(suite.tests for suite in report) == sum(map(len, report))
    if not manifests:
        assert report.failures == len(errors)


@pytest.mark.parametrize("manifests", [True, False])
def test_tap_is_read_by_a_parser_of_others(written: Callable[..., str], *, manifests: bool) -> None:
    lines = list(Parser().parse_text(written("tap", manifests=manifests)))
    plan = next(line for line in lines if line.category == "plan")

    assert [line.category for line in lines if line.category == "unknown"] == []
    assert plan.expected_tests == sum(line.category == "test" for line in lines)
