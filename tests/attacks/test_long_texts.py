"""Texts that are long and hardly anything take no more time than their length: none of these ends
within minutes where a pattern is tried from each of their characters to their end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.applicationsets.fasttemplate import render_fast
from argowave.cloud.accounts import _KEY_ID
from argowave.diff.states import _GLOB
from argowave.references.making.deployers import _VARIABLE
from argowave.references.making.workloads import _FLAG
from argowave.render.checking import holds_secret
from argowave.report.lines import one_line
from argowave.rules.contracts._chart import _ACTIVATIONS
from argowave.rules.order.retry import _DURATION
from argowave.rules.safety._literals import _literal
from argowave.schema.patterns import from_go
from argowave.sources.empty_submodule import _PATH
from argowave.sources.helm.complaints import read_complaint
from argowave.sources.helm.documents import split_manifests
from argowave.validate.compiled import CompiledSchema
from argowave.words.credentials import harmless
from argowave.yamlio import Document, read_documents
from argowave.yamlio.shape import has_odd_shape
from attacks.test_endless_templates import findings, lint, repository, write_chart

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["repository"]  # a fixture
LONG = 1_000_000
BLANKS = " " * LONG
BREAKS = "\n" * LONG


@pytest.mark.parametrize("text", [">#" * LONG, "# >\n" * LONG, "> " * LONG, "a: |\n" + BREAKS])
def test_a_manifest_of_signs_is_looked_at_once(text: str) -> None:
    assert isinstance(has_odd_shape(f"a: 1\n{text}b\n".encode()), bool)


@pytest.mark.parametrize("text", [">#" * 500_000, "|" * LONG, "&a " * 300_000])
def test_such_a_manifest_is_read(text: str) -> None:
    (document,) = read_documents(f"a: '{text}'\n".encode(), "a.yaml")

    assert isinstance(document, Document)
    assert document.body == {"a": text}


def test_an_old_template_of_brackets_is_no_template() -> None:
    assert render_fast("{" * LONG, {}) == "{" * LONG
    assert render_fast("{{a\n}} {{b}}", {"b": "1"}) == "{{a\n}} 1"


@pytest.mark.parametrize("text", [f"a{BLANKS}b", f"a{BREAKS}b", "\t" * LONG + "b"])
def test_a_message_of_blanks_is_one_line(text: str) -> None:
    assert "\n" not in one_line(text)


def test_a_chart_of_blanks_is_split() -> None:
    assert split_manifests(f"a{BLANKS}b{BREAKS}c{BREAKS}---{BLANKS}d") == [
        f"a{BLANKS}b{BREAKS}c",
        "d",
    ]


@pytest.mark.parametrize("pattern", ["[" * LONG, "[a" * LONG, "(?" * LONG, "\\" * (LONG + 1)])
def test_a_pattern_that_go_refuses_is_refused(pattern: str) -> None:
    assert from_go(pattern) is None


@pytest.mark.parametrize("text", [BREAKS, BLANKS, 'executing "" at <' * 60_000, "<" * LONG])
def test_an_error_of_helms_is_one_short_fault(text: str) -> None:
    (fault,) = read_complaint(f"x {text} y")

    assert len(fault.message) < 600


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (_KEY_ID, BREAKS),
        (_PATH, f'path ={BLANKS}x"{BLANKS}y'),
        (_PATH, BREAKS),
        (_ACTIVATIONS, BREAKS),
        (_ACTIVATIONS, "defaultActivations: [\n" * 50_000),
        (_FLAG, "-" * LONG),
        (_DURATION, "0" * LONG),
        (_GLOB, "a" * LONG),
        (_VARIABLE, "{" * LONG),
        (_VARIABLE, "{{a" * 300_000),
    ],
)
def test_these_find_nothing_soon(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text) is None


@pytest.mark.parametrize(
    "text", ["a" * LONG, "a:" * LONG, "://" * LONG, "://a:" * 300_000, "a://a:b" * 200_000]
)
def test_a_text_of_half_a_url_stays(text: str) -> None:
    assert harmless(f"{text} a://b @") == f"{text} a://b @"


def test_credentials_in_a_url_are_taken_out_behind_anything() -> None:
    assert harmless("1https://a:b@c ssh://git@c x+y://a:b@c a:b@c") == (
        "1https://c ssh://git@c x+y://a@c a:b@c"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"password = a{BLANKS}b", [f"password = a{BLANKS}b"]),
        (f"{BLANKS}x\n{BLANKS}y", [f"x\n{BLANKS}y"]),
        ("x" * LONG, ["x" * LONG]),
        (f"a = {'1' * LONG}  \nb=hidden \n", ["1" * LONG, "hidden"]),
    ],
)
def test_a_secret_of_blanks_is_looked_at_once(text: str, told: list[str]) -> None:
    assert list(_literal("key", text)) == told


def test_a_text_of_line_breaks_holds_no_secret() -> None:
    assert not holds_secret(BREAKS)


@given(st.text(alphabet="a-{}\n\t ", max_size=40))
def test_the_patterns_say_what_the_plain_ones_say(text: str) -> None:
    separator = re.compile(r"(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*")
    stripped = text.lstrip()
    expected = [part.lstrip() for part in separator.split(stripped) if part.strip()]

    assert split_manifests(text) == expected
    assert one_line(text) == re.sub(r"\s*[\n\r]\s*", " ", text).replace("\t", "\\t")
    plain = re.search(r"\{\{.*\}\}", text) is not None
    if text.find("}}", text.rfind("{{")) >= 0:
        assert (render_fast(text, _Always()) != text) == (plain and "{{" in text)


class _Always(dict[str, str]):
    """Has a value for every name."""

    def get(self, _name: str, _default: object = None) -> str:
        return "value"


@given(st.text(alphabet="a>|#+ \n:", max_size=30))
def test_the_shape_of_a_last_block_scalar_is_what_one_pattern_says(text: str) -> None:
    data = f"{text}\n".encode()
    last = re.compile(rb"[|>][-+]? *(?:#[^\n]*)?\n(?:[ \n]|#[^\n]*)*+\Z")

    if last.search(data):
        assert has_odd_shape(data)


def test_a_template_of_too_many_documents_is_a_finding(repository: Path) -> None:
    write_chart(repository, "bomb", "{{ range until 30000 }}\n---\na: 1\n{{ end }}")

    assert (
        "charts/bomb/templates/a.yaml renders to more than 20,000 documents "
        "(chart, error) [repo/bomb]\n"
    ) in findings(lint(repository, "30"))


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (
            {"additionalProperties": {"type": "string"}},
            "is an integer (1), the schema wants a string",
        ),
        ({"additionalProperties": False, "properties": {"a": {}}}, "unknown field"),
    ],
)
def test_what_is_wrong_with_each_of_many_fields_is_told_in_their_order(
    schema: dict[str, object], message: str
) -> None:
    fields = {f"k{number}": 1 for number in range(100_000)}
    told = CompiledSchema(schema).violations(fields, secret=False)

    assert [(each.pointer, each.message) for each in told] == [((key,), message) for key in fields]
