"""Manifests and schemas small enough to be read beside the test that uses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest

from argowave.schema import open_store
from argowave.validate import Validator
from argowave.yamlio import read_documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.schema import Store
    from argowave.validate import Result
    from argowave.yamlio import Document, YamlFault

WIDGET: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        "metadata": {"type": "object"},
        "spec": {"type": "object", "properties": {"size": {"type": "integer"}}},
    },
}


@dataclass(frozen=True)
class InlineSchema:
    api_version: str
    kind: str
    body: dict[str, Any]
    source: str = "inline"
    release: str = ""


class InlineStore:
    """A store of given schemas, by (apiVersion, kind)."""

    def __init__(self, schemas: dict[tuple[str, str], dict[str, Any]]) -> None:
        self.schemas = schemas
        self.asked: list[tuple[str, str]] = []

    def find(self, api_version: str, kind: str, kubernetes_version: str) -> InlineSchema | None:
        assert kubernetes_version == "1.36"
        self.asked.append((api_version, kind))
        body = self.schemas.get((api_version, kind))
        return None if body is None else InlineSchema(api_version, kind, body)

    def kinds(self, _: str) -> list[tuple[str, str]]:
        return list(self.schemas)


@pytest.fixture
def widgets() -> InlineStore:
    """Give a store that knows one kind: Widget of example.com/v1."""
    return InlineStore({("example.com/v1", "Widget"): WIDGET})


@pytest.fixture
def document() -> Callable[[str], Document | YamlFault]:
    """Give a reader of the first document in a text."""

    def read(text: str) -> Document | YamlFault:
        return read_documents(text.encode(), "widget.yaml")[0]

    return read


@pytest.fixture
def validate(
    widgets: InlineStore, document: Callable[[str], Document | YamlFault]
) -> Callable[..., Result]:
    """Give a validator of one text against the schema of Widget, with settings by name."""

    def run(text: str, **settings: Any) -> Result:  # noqa: ANN401 (Validator's own settings)
        return Validator(cast("Store", widgets), "1.36", **settings).validate(document(text))

    return run


@pytest.fixture(scope="module")
def validator() -> Validator:
    """Return one that has the schemas which argowave ships."""
    return Validator(open_store(), "1.36")
