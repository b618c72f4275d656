from __future__ import annotations

import time

from argowave.validate import expand_list
from argowave.yamlio import Document, read_documents

LIST = """\
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata:
      name: a
  - apiVersion: v1
    kind: List
    items:
      - apiVersion: v1
        kind: Secret
        metadata:
          name: b
"""


def read(text: str) -> Document:
    (document,) = read_documents(text.encode(), "list.yaml")
    assert isinstance(document, Document)
    return document


def test_every_object_in_a_list_is_a_document_with_its_lines() -> None:
    config_map, secret = expand_list(read(LIST))

    assert (config_map.body["kind"], config_map.line_of(("metadata", "name"))) == ("ConfigMap", 7)
    assert (secret.body["kind"], secret.line_of(("metadata", "name"))) == ("Secret", 14)
    assert secret.line_of(("metadata", "labels")) == 13


def test_a_document_that_is_no_list_stands_alone() -> None:
    for text in (
        "kind: ConfigMap\n",
        "kind: AllowList\nspec: {}\n",
        "kind: 1\n",
        "- a\n",
        "text\n",
    ):
        document = read(text)

        assert expand_list(document) == [document]


def test_items_of_a_typed_list_have_its_kind_unless_they_state_one() -> None:
    document = read("apiVersion: v1\nkind: ConfigMapList\nitems:\n- data: {}\n- kind: Secret\n")

    assert [item.body for item in expand_list(document)] == [
        {"apiVersion": "v1", "kind": "ConfigMap", "data": {}},
        {"kind": "Secret"},
    ]


def test_a_list_of_nothing_has_no_documents() -> None:
    for text in ("kind: List\n", "kind: List\nitems:\n", "kind: List\nitems: []\n"):
        assert expand_list(read(text)) == []


def test_a_list_that_cannot_be_opened_stands_alone() -> None:
    document = read("kind: List\nitems: text\n")

    assert expand_list(document) == [document]


def test_the_lines_of_a_long_list_are_found_in_one_reading() -> None:
    items = "".join(f"- kind: ConfigMap\n  metadata:\n    name: {n}\n" for n in range(1500))
    documents = expand_list(read(f"apiVersion: v1\nkind: List\nitems:\n{items}"))
    start = time.perf_counter()
    lines = [document.line_of(("metadata", "name")) for document in documents]

    assert lines == [6 + 3 * n for n in range(1500)]
    assert time.perf_counter() - start < 10  # one reading an item takes minutes
