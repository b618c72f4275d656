from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from argowave.errors import SchemaError
from argowave.validate import Status, Validator, findings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.validate import Result
    from argowave.yamlio import Document

WIDGET = "apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: small\n"
GADGET = WIDGET.replace("Widget", "Gadget")


def test_a_manifest_that_fits_its_schema_is_valid(validate: Callable[..., Result]) -> None:
    result = validate(WIDGET + "spec:\n  size: 3\n")

    assert (result.status, result.subject) == (Status.VALID, "Widget/small")
    assert findings_of(result) == []


def test_a_manifest_that_does_not_fit_is_invalid_with_its_line(
    validate: Callable[..., Result],
) -> None:
    (finding,) = findings_of(validate(WIDGET + "spec:\n  size: big\n"))

    assert str(finding) == (
        "widget.yaml:6 Widget/small $.spec.size: "
        'is a string ("big"), the schema wants an integer (schema)'
    )


def test_an_unknown_field_is_refused_unless_strictness_is_off(
    validate: Callable[..., Result],
) -> None:
    text = WIDGET + "spec:\n  sise: 3\n"

    (violation,) = validate(text).violations
    assert violation.message == 'unknown field, did you mean "size"?'
    assert validate(text, strict=False).status is Status.VALID


@pytest.mark.parametrize("text", ["", "# a comment\n", "null\n", "~\n", "---\n"])
def test_a_document_that_says_nothing_is_empty(text: str, validate: Callable[..., Result]) -> None:
    assert validate(text).status is Status.EMPTY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "is a list, a manifest is a mapping"),
        ("kind: Widget\n", "has no apiVersion"),
        ("apiVersion: v1\nKind: Widget\n", 'has no kind, but "Kind"'),
        ("apiVersion: v1\nkind: [a]\n", "kind is a list, a string is wanted"),
        ('apiVersion: ""\nkind: Widget\n', "apiVersion is empty"),
    ],
)
def test_what_is_no_manifest_is_an_error(
    text: str, message: str, validate: Callable[..., Result]
) -> None:
    result = validate(text)

    assert (result.status, result.message) == (Status.ERROR, message)


def test_a_document_that_cannot_be_read_is_an_error_of_rule_yaml(
    validate: Callable[..., Result],
) -> None:
    (finding,) = findings_of(validate("a: 1\na: 2\n"))

    assert str(finding) == 'widget.yaml:2 key "a" stands twice, here and in line 1 (yaml)'


def test_a_kind_without_a_schema_is_an_error_that_names_it(
    validate: Callable[..., Result],
) -> None:
    result = validate(GADGET)

    assert result.status is Status.ERROR
    assert result.missing_schema == "example.com/v1/Gadget"
    assert result.message.startswith("there is no schema for example.com/v1 Gadget")


def test_a_kind_without_a_schema_is_skipped_when_asked_and_still_named(
    validate: Callable[..., Result],
) -> None:
    result = validate(GADGET, ignore_missing_schemas=True)

    assert result.status is Status.SKIPPED
    assert result.missing_schema == "example.com/v1/Gadget"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (WIDGET.replace("Widget", "Widgte"), ', did you mean "Widget"?'),
        (WIDGET.replace("/v1", "/v1beta1"), ', did you mean "example.com/v1"?'),
        (WIDGET.replace("example.com/v1", "v1"), ", Widget is in example.com/v1"),
    ],
)
def test_the_nearest_known_kind_is_suggested(
    text: str, hint: str, validate: Callable[..., Result]
) -> None:
    assert validate(text).message.endswith(hint)


@pytest.mark.parametrize("name", ["Widget", "example.com/v1/Widget", "Gadget, Widget"])
def test_a_kind_is_skipped_or_rejected_by_kind_or_by_full_name(
    name: str, validate: Callable[..., Result]
) -> None:
    assert validate(WIDGET, skip=[name]).status is Status.SKIPPED
    rejected = validate(WIDGET, reject=[name])
    assert rejected.status is Status.ERROR
    assert rejected.message == "kind Widget of example.com/v1 is rejected as asked"


@pytest.mark.parametrize("name", ["widget", "v1/Widget", "example.com/v2/Widget", ""])
def test_another_name_selects_nothing(name: str, validate: Callable[..., Result]) -> None:
    assert validate(WIDGET, skip=[name], reject=[name]).status is Status.VALID


def test_a_skipped_kind_is_not_rejected(validate: Callable[..., Result]) -> None:
    assert validate(WIDGET, skip=["Widget"], reject=["Widget"]).status is Status.SKIPPED


def test_a_schema_is_looked_up_once_a_kind(
    widgets: Any,  # noqa: ANN401 (the store of conftest)
    document: Callable[[str], Document],
) -> None:
    validator = Validator(widgets, "1.36")
    for text in (WIDGET, WIDGET, GADGET, GADGET):
        validator.validate(document(text))

    assert widgets.asked == [("example.com/v1", "Widget"), ("example.com/v1", "Gadget")]


def test_plain_validity_is_known_only_after_a_first_full_look(
    widgets: Any,  # noqa: ANN401 (the store of conftest)
    document: Callable[[str], Document],
) -> None:
    validator = Validator(widgets, "1.36")
    body = document(WIDGET).body
    before = validator.is_plainly_valid(body)
    validator.validate(document(WIDGET))

    assert not before
    assert validator.is_plainly_valid(body)
    odds: list[Any] = [None, [], "text", {}, {"apiVersion": [], "kind": {}}, {**body, "spec": 1}]
    for odd in odds:
        assert not validator.is_plainly_valid(odd)


@pytest.mark.parametrize("schema", [{"type": "no such type"}, {"$ref": "https://example.com/x"}])
def test_a_schema_that_is_none_is_named(
    schema: dict[str, Any],
    widgets: Any,  # noqa: ANN401 (the store of conftest)
    validate: Callable[..., Result],
) -> None:
    widgets.schemas["example.com/v1", "Widget"] = schema

    with pytest.raises(SchemaError, match=r"the schema of example\.com/v1 Widget cannot be used"):
        validate(WIDGET)
