"""The Markdown of changes, of findings and of both stays within the size of a comment."""

from __future__ import annotations

import io
from types import MappingProxyType
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from argowave.diff.changes import Change, FieldChange, How
from argowave.diff.effects import Effect
from argowave.diff.effects.effect import Weight
from argowave.diff.environments import EnvironmentDiff
from argowave.finding import Finding, Severity
from argowave.manifest import Manifest
from argowave.report import Summary
from argowave.report.changes import write_changes
from argowave.report.changes_markdown import changes_section
from argowave.report.markdown import LARGEST, MARK, findings_section
from argowave.report.review import review_comment
from argowave.resources import Key, Resource
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = Summary(1, 1)


def resource(name: str) -> Resource:
    body = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n".encode()
    (document,) = read_documents(body, "a.yaml")
    assert isinstance(document, Document)
    manifest = Manifest(document)
    return Resource(manifest, Key("in-cluster", "", "ConfigMap", "shop", name), None, manifest.body)


def diff_of(name: str, weights: Sequence[Weight], message: str = "goes") -> EnvironmentDiff:
    """Return an environment with one change an effect."""
    changes = tuple(
        Change(How.CHANGED, resource(f"c{number}"), resource(f"c{number}"), fields)
        for number, fields in enumerate([(FieldChange(("data", "a"), "x" * 90, 2),)] * len(weights))
    )
    effects = tuple(
        Effect(change, weight, message) for change, weight in zip(changes, weights, strict=True)
    )
    return EnvironmentDiff(name, changes, effects, MappingProxyType({}), ())


def findings_of(number: int, message: str = "is wrong") -> list[Finding]:
    warning = Finding("b.yaml", 1, "Pod/w", "", "is odd", "odd", Severity.WARNING)
    return [
        warning,
        *(Finding(f"a{n}.yaml", n, "Pod/a", "", message, "rule") for n in range(number)),
    ]


def test_changes_come_before_findings_under_one_heading() -> None:
    text = review_comment(
        [diff_of("dev", [Weight.DESTROYS_DATA, Weight.RESTARTS]), diff_of("prod", [])],
        frozenset(),
        findings_of(1),
        NOTHING,
    )

    assert (
        text
        == f"""{MARK}
## argowave: 1 error, 1 warning, 1 effect to be accepted

### dev: 2 changes in 0 Applications

- **destroys data** ConfigMap/c0 goes
- **restarts** ConfigMap/c1 goes

<details><summary>every change</summary>

- \\~ ConfigMap/c0 in namespace shop
  - data.a: "{"x" * 79}… → 2
- \\~ ConfigMap/c1 in namespace shop
  - data.a: "{"x" * 79}… → 2

</details>

### prod: no change

### Findings

- **error** a0.yaml:0 Pod/a is wrong _rule_
- **warning** b.yaml:1 Pod/w is odd _odd_

1 manifest in 1 file: 1 valid, 0 invalid, 0 skipped
"""
    )


def test_what_destroys_data_in_the_last_environment_comes_before_a_restart_in_the_first() -> None:
    diffs = [diff_of("dev", [Weight.RESTARTS] * 900), diff_of("prod", [Weight.DESTROYS_DATA] * 900)]
    text = review_comment(diffs, frozenset(), [], NOTHING)

    assert len(text) <= LARGEST
    assert text.count("**destroys data**") == 900
    dev = text[: text.index("### prod")]
    assert f"- and {900 - dev.count('**restarts**')} more effects: restarts" in dev
    assert "- and 900 more\n" in text


def test_many_findings_take_what_the_changes_leave_and_the_rest_is_counted() -> None:
    text = review_comment([diff_of("dev", [])], frozenset(), findings_of(5000), NOTHING)

    assert LARGEST * 0.8 < len(text) <= LARGEST
    shown = text.count("**error**")
    assert f"- and {5001 - shown} more findings: rule {5000 - shown}, odd 1\n" in text


def test_one_finding_of_any_length_leaves_room_for_the_others() -> None:
    text = review_comment([], frozenset(), findings_of(3, "@" * 100_000), NOTHING)

    assert text.count("**error**") == 3
    assert "**warning**" in text


WEIGHTS = st.lists(st.sampled_from(list(Weight)), max_size=300)
MESSAGES = st.text(max_size=50).map(lambda text: text * 40)


@settings(deadline=None, max_examples=10)
@given(
    st.lists(st.tuples(MESSAGES, WEIGHTS, MESSAGES), max_size=8),
    st.integers(0, 2000),
    MESSAGES,
    st.sampled_from([1, 3, 100]),
)
def test_no_section_is_ever_larger_than_its_room(
    environments: list[tuple[str, list[Weight], str]], number: int, message: str, times: int
) -> None:
    diffs = [diff_of(*each) for each in environments] * times
    summary = Summary(1, 1, not_checked=tuple(message for _ in range(number)))
    found = findings_of(number, message)

    assert len(changes_section(diffs, frozenset(), 20_000)) <= 20_000
    assert len(findings_section(found, summary, 20_000)) <= 20_000
    assert len(review_comment(diffs, frozenset(), found, summary)) <= LARGEST
    stream = io.StringIO()
    write_changes(stream, "markdown", diffs, frozenset())
    assert len(stream.getvalue()) <= LARGEST
