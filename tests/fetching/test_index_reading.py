"""One chart's part of an index, cut out of it or read with all the rest."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from argowave.sources.fetch.index_reading import IndexFaultError, NoChartError, entries_of
from argowave.yamlio import Document, read_documents

TEXTS = st.sampled_from(
    [
        "web",
        "web:",
        "entries:",
        "a\nb",
        "a\n\n  web:\n",
        " x",
        "# no",
        "- x",
        "é",
        "1.0.0",
        "",
        "&a",
    ]
)
ENTRIES = st.fixed_dictionaries(
    {"version": TEXTS}, optional={"description": TEXTS, "urls": st.lists(TEXTS, max_size=2)}
)
INDEXES = st.fixed_dictionaries(
    {"entries": st.dictionaries(st.sampled_from(["web", "api", "web-2", "a"]), st.lists(ENTRIES))},
    optional={"apiVersion": TEXTS, "generated": TEXTS, "serverInfo": st.just({"web": []})},
)


def read(chart: str, data: bytes) -> object:
    try:
        return entries_of(chart, data)
    except NoChartError:
        return None


def whole(data: bytes) -> object:
    (document,) = read_documents(data, "")
    assert isinstance(document, Document)
    return document.body["entries"].get("web")


@given(index=INDEXES, indent=st.integers(2, 5), width=st.sampled_from([10, 80]))
def test_what_is_cut_out_is_what_the_whole_says(
    index: dict[str, object], indent: int, width: int
) -> None:
    text = yaml.safe_dump(index, indent=indent, width=width, default_style=None)
    assume(yaml.safe_load(text) == index)  # PyYAML folds some texts into others

    assert read("web", text.encode()) == whole(text.encode())
    assert read("web", json.dumps(index).encode()) == whole(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "entries:\n  web:\n  - version: 1.0.0\n",
        "entries:\r\n  web:\r\n    - version: 1.0.0\r\n",
        "entries:\n\n  # c\n  api: []\n  web:\n# here\n  - version: 1.0.0\n  z: []\nz: x",
        "entries:\n  'web':\n  - version: 1.0.0\n",
        "entries: {web: [{version: 1.0.0}]}\n",
        "entries:\n  api: &a\n  - version: 1.0.0\n  web: *a\n",
        "entries:\n  api:\n  - &a {version: 1.0.0}\n  web:\n  - *a\n",
        "text: |\n  entries:\n    web:\nentries:\n  web:\n  - version: 1.0.0\n",
        "entries:\n  web:\n  - version: '1.0.0'\n    text: 'a\n\n  b'\n",
        '  \n {"entries": {"web": [{"version": "1.0.0"}]}}',
    ],
)  # fmt: skip
def test_an_index_is_read_however_it_is_written(text: str) -> None:
    found = entries_of("web", text.encode())

    assert isinstance(found, list)
    assert found[0]["version"] == "1.0.0"


@pytest.mark.parametrize("text", ["entries:\n  api: []\n", "entries: {}\n", '{"entries": {}}'])
def test_of_a_chart_that_is_not_there_the_others_are_named(text: str) -> None:
    with pytest.raises(NoChartError) as caught:
        entries_of("web", text.encode())

    assert caught.value.names == (["api"] if "api" in text else [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ""),
        ("entries:\n", ""),
        ("{}", ""),
        ('{"entries": [', "while parsing a flow node, did not find expected node content"),
        ("entries:\n  web:\n  - a\n  web:\n  - b\n", 'key "web" stands twice'),
        (f"entries: {'[' * 100_000}", "nested"),
    ],
)
def test_what_is_no_index_is_said(text: str, why: str) -> None:
    with pytest.raises(IndexFaultError) as caught:
        entries_of("web", text.encode())

    assert why in str(caught.value)
