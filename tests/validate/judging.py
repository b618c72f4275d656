"""What a manifest of an operator's kind is told, by the schemas that argowave ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.yamlio import read_documents

if TYPE_CHECKING:
    from argowave.validate import Result, Validator


def judge(validator: Validator, text: str) -> Result:
    (document,) = read_documents(text.encode(), "a.yaml")
    return validator.validate(document)


def said(result: Result) -> list[tuple[str, bool]]:
    return [(each.message, each.doubtful) for each in result.violations]
