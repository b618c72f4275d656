from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from argowave.finding import Finding, Severity
from argowave.report.text import write_findings, write_tally

if TYPE_CHECKING:
    from collections.abc import Callable

GAPS = [
    "no schema for x/v1/Widget: 3 manifests",
    "no schema for x/v1/Gadget: 1 manifest; `argowave schemas add` takes CRDs",
    "not checked: chart crossplane 2.3.4: not in the cache",
    "not decided: wave-gate, 2 cases: a, b: why",
    "5 manifests in 4 files: 1 valid, 1 invalid, 2 errors, 1 skipped",
]


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def no_colour_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the variables away that decide about colour: a CI system sets some of them."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def test_a_manifest_is_a_sentence(written: Callable[..., str]) -> None:
    lines = written("text", manifests=True).splitlines()

    assert lines[0] == "a.yaml - Service web is valid"
    assert lines[1] == "a.yaml:9 - Service web is invalid: $.spec.ports[0].port: is wrong"
    assert lines[2].startswith("a.yaml:4 - Service web is invalid: $.metadata.labels['a.b/c']: a ")
    assert lines[3] == "b.yaml:2 - Widget w failed validation: no schema"
    assert lines[4] == "c.yaml:3 - failed validation: is not UTF-8"
    assert lines[5:7] == ["c.yaml - Secret s skipped as asked", "d.yaml - document is empty"]
    assert lines[7:] == GAPS


def test_a_finding_is_one_line_whatever_its_message_holds(written: Callable[..., str]) -> None:
    lines = written("text", manifests=False).split("\n")

    assert lines[0] == (
        'a.yaml:7 Service/web $.spec: a "quoted" <tag> & #hash \\ \\x1b[31m \\x00 é '
        "second line (schema, error) [dev/web]"
    )
    assert lines[1:3] == [
        "a.yaml:8 Service/web is odd (wave-order, warning)",
        "b has nothing in it (empty-folder, error)",
    ]
    assert lines[3:] == [*GAPS, ""]


def tally(errors: int, warnings: int) -> str:
    stream = io.StringIO()
    write_tally(
        stream,
        [
            *(Finding("a.yaml", line, "", "", "is wrong", "schema") for line in range(errors)),
            *(
                Finding("b.yaml", line, "", "", "is odd", rule, Severity.WARNING)
                for line in range(warnings)
                for rule in ("run-as-root", "missing-limits")[: 1 + line % 2]
            ),
        ],
    )
    return stream.getvalue()


def test_errors_are_counted_by_rule_and_warnings_where_they_are_many() -> None:
    assert tally(0, 0) == ""
    assert tally(0, 1) == "1 warning\n"
    assert tally(2, 2) == "2 errors (2 schema), 3 warnings\n"
    assert tally(1, 20) == ("1 error: 1 schema\n30 warnings: 20 run-as-root, 10 missing-limits\n")


def test_findings_that_are_shown_as_one_are_counted_as_one() -> None:
    stream = io.StringIO()
    names = ("Deployment/a", "Deployment/b")
    write_tally(stream, [Finding("a.yaml", 7, name, "", "is wrong", "schema") for name in names])

    assert stream.getvalue() == "1 error (1 schema)\n"


def coloured(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, **variables: str) -> bool:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    write_findings(stream, [Finding("a.yaml", 7, "", "", "is wrong", "schema")])
    return stream.getvalue() == "\x1b[31ma.yaml:7\x1b[0m is wrong (schema, error)\n"


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    assert coloured(monkeypatch, Terminal())
    assert not coloured(monkeypatch, io.StringIO())


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_can_refuse_colour(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not coloured(monkeypatch, Terminal(), **variables)


def test_colour_can_be_forced_unless_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert coloured(monkeypatch, io.StringIO(), FORCE_COLOR="1")
    assert not coloured(monkeypatch, io.StringIO(), FORCE_COLOR="1", NO_COLOR="1")
