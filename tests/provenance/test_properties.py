"""Generated charts: a key that is named, changed in its file, moves the field; nothing else is."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from argowave.provenance.search import Answer, find_movers
from argowave.provenance.values import ABSENT, VARIANTS, another, at, leaves, with_changed
from argowave.validate.pointer import read_pointer, show_pointer
from provenance.repositories import TEMPLATE, load, origins, write

KEYS = st.sampled_from(["a", "b", "c", "d"])
SCALARS = st.one_of(
    st.sampled_from(["", "x", "one", "12Mi", "v1.2.3", "a/b:c", "true"]),
    st.integers(-3, 70_000),
    st.booleans(),
    st.none(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)
# what a field says; PATH and OTHER are places in the values
EXPRESSIONS = st.sampled_from(
    [
        "written",
        "{{ PATH | toJson | quote }}",
        "{{ PATH | toJson | quote }} # {{ OTHER | toJson | sha256sum }}",
        '"{{ PATH | toJson | b64enc }}-{{ OTHER | toJson | b64enc }}"',
        "{{ ternary 1 2 (empty PATH) | quote }}",
        '{{ default "none" PATH | toJson | quote }}',
        "{{ if PATH }}one{{ else }}{{ OTHER | toJson | quote }}{{ end }}",
        "{{ if eq (PATH | toString) (OTHER | toString) }}same{{ else }}other{{ end }}",
        "{{ if PATH }}{{ required OTHER_NAME OTHER | toJson | quote }}{{ else }}x{{ end }}",
        '{{ include "held" PATH | quote }}',
        "{{ PATH | toString | trunc 1 | quote }}",
        "{{ randAlphaNum 9 }}{{ PATH | toJson | sha256sum }}",
    ]
)
HELPER = '{{- define "held" -}}\n{{ . | toJson | sha256sum }}\n{{- end -}}\n'


@st.composite
def charts(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Give values and a template of one ConfigMap."""
    values = draw(MAPPINGS)
    places = [".Values", *(f".Values.{key}" for key in values)]
    lines = []
    for number in range(draw(st.integers(1, 4))):
        text = draw(EXPRESSIONS).replace("OTHER_NAME", '"it is wanted"')
        text = text.replace("PATH", draw(st.sampled_from(places)))
        lines.append(f"  f{number}: {text.replace('OTHER', draw(st.sampled_from(places)))}\n")
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n"
    return values, head + "".join(lines)


def field(repository: Path, pointer: str) -> Any:  # noqa: ANN401 (JSON, or ABSENT)
    tree = load(repository)
    found = [each for each in tree.manifests if each.rendered]
    return at(found[0].body, read_pointer(pointer) or ()) if found else ABSENT


@settings(max_examples=60, deadline=None)
@given(charts())
def test_a_key_that_is_named_moves_the_field_when_it_is_changed(
    chart: tuple[dict[str, Any], str],
) -> None:
    values, template = chart
    with tempfile.TemporaryDirectory() as folder:
        repository = Path(folder)
        files = {TEMPLATE: template, "chart/templates/_h.tpl": HELPER}
        write(repository, {**files, "chart/values.yaml": json.dumps(values, indent=1)})
        if load(repository).all_findings:
            return  # the chart refuses these values
        for pointer, origin in origins(repository).items():
            if origin.startswith("written in"):
                assert origin == f"written in {TEMPLATE}:{line_of(template, pointer)}"
            for words in origin.removeprefix("set by ").split(", ") if "set by" in origin else ():
                place, _, key = words.partition(" ")
                assert place.startswith("chart/values.yaml:")
                assert moves(repository, values, pointer, key), words


def line_of(template: str, pointer: str) -> int:
    """Return the line of the template that begins with the last key of a path."""
    key = f"{pointer.rpartition('.')[2]}:"
    lines = template.splitlines()
    return next(n for n, text in enumerate(lines, 1) if text.lstrip().startswith(key))


def moves(repository: Path, values: dict[str, Any], pointer: str, key: str) -> bool:
    """Tell whether a field has another value once a key is changed in the file."""
    file = repository / "chart/values.yaml"
    before, text = field(repository, pointer), file.read_text()
    assert before == field(repository, pointer), "it moves by itself"
    path = read_pointer(f"$.{key}") or read_pointer(f"${key}")
    assert path
    try:
        for variant in range(VARIANTS):
            file.write_text(json.dumps(with_changed(values, [path], variant)))
            after = field(repository, pointer)
            if after is not ABSENT and json.dumps(after) != json.dumps(before):
                return True
    finally:
        file.write_text(text)
    return False


@given(st.lists(st.booleans(), max_size=300), st.integers(1, 5))
def test_a_search_finds_all_movers_and_nothing_else(moving: list[bool], most: int) -> None:
    asked = 0

    def ask(group: list[int]) -> Answer:
        nonlocal asked
        asked += 1
        return Answer.MOVED if any(moving[each] for each in group) else Answer.SAME

    found = find_movers(list(range(len(moving))), ask, most=most, asks=1000)  # type: ignore[arg-type] # (numbers stand in for what moves)
    movers = [number for number, moves in enumerate(moving) if moves]

    assert found == (movers if len(movers) <= most else None)
    if found is not None:
        assert asked <= 1 + 2 * 10 * len(movers)


@given(st.lists(st.sampled_from(list(Answer)), min_size=1, max_size=40), st.integers(0, 200))
def test_a_search_asks_no_more_than_it_may_whatever_the_answers(
    answers: list[Answer], asks: int
) -> None:
    asked: list[list[int]] = []

    def ask(group: list[int]) -> Answer:
        asked.append(list(group))
        return Answer.LOST if len(group) > 1 else answers[group[0]]

    found = find_movers(list(range(len(answers))), ask, most=3, asks=asks)  # type: ignore[arg-type] # (numbers stand in for what moves)

    assert len(asked) <= asks
    for each in found or ():
        assert [each] in asked
        assert answers[each] is Answer.MOVED


@given(VALUES)
def test_another_value_is_of_the_same_type_and_not_the_same(value: Any) -> None:  # noqa: ANN401 (JSON)
    for path, leaf in leaves(value):
        for variant in range(VARIANTS):
            changed = with_changed(value, [path], variant)
            assert json.dumps(at(changed, path)) != json.dumps(leaf)
            assert leaf is None or type(at(changed, path)) is type(leaf)
            assert [place for place, _ in leaves(value)][:1] != [] or value == changed


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 1))
def test_another_number_is_not_the_same(value: float, variant: int) -> None:
    assert another(value, variant) != value


@given(st.lists(st.integers(0, 99) | st.text(max_size=9), max_size=5))
def test_a_path_that_is_shown_is_read_again(path: list[str | int]) -> None:
    assert read_pointer(show_pointer(path)) == tuple(path)


@given(st.text(max_size=12))
def test_any_other_text_is_no_path(text: str) -> None:
    path = read_pointer(f"${text}")

    assert path is None or isinstance(path, tuple)
    assert read_pointer(f"x{text}") is None
