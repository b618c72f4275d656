"""Whatever stands in an ApplicationSet, it is looked at without a traceback."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.applicationsets.generate import Generation

CASES = Path(__file__).parents[1] / "cases" / "application-sets"
SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8),
    st.sampled_from(
        ["{{", "}}", "{{ .a.b }}", "{{a}}", "{{ (.x).y.z | slugify }}", "*", "[", "../"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["path", "name", "values", "elements", "generators", "x", "selector"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    entries: Any = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for key, entry in entries:
        found += places(entry, (*path, key))
    return found


@st.composite
def mangled(draw: st.DrawFn) -> tuple[Path, str]:
    """Gives a case and its ApplicationSet with one value replaced."""
    import yaml  # noqa: PLC0415 (only to make input)

    case = draw(st.sampled_from(sorted(CASES.iterdir())))
    body = yaml.safe_load((case / "set.yaml").read_text())
    *parents, last = draw(st.sampled_from(places({"spec": body["spec"]})))
    holder: Any = body
    for step in parents:
        holder = holder[step]
    holder[last] = draw(VALUES)
    return case, json.dumps(body, ensure_ascii=False)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(mangled())
def test_a_value_of_any_kind_anywhere_is_no_traceback(
    generate: Callable[[Path, str], Generation], given_: tuple[Path, str]
) -> None:
    case, text = given_
    made = generate(case, text)

    for finding in made.findings:
        assert str(finding)
        assert finding.line is not None
    for each in made.applications:
        assert each.document.line_of(("spec", "source", "path")) > 0


def test_an_empty_repository_gives_no_folders(
    generate: Callable[[Path, str], Generation],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = generate(Path(folder), (CASES / "git-folders" / "set.yaml").read_text())

    assert made.applications == ()
    assert [each.severity for each in made.findings] == ["warning"]


def listed(key: str, number: int) -> dict[str, Any]:
    return {"list": {"elements": [{key: str(each)} for each in range(number)]}}


def test_more_elements_than_anybody_looks_at_are_named_and_not_made(
    generate: Callable[[Path, str], Generation], tmp_path: Path
) -> None:
    pairs = {"matrix": {"generators": [listed("a", 1000), listed("b", 1000)]}}
    body = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": {"name": "shops"},
        "spec": {"generators": [pairs, listed("c", 20_001)], "template": {}},
    }

    generation = generate(tmp_path, json.dumps(body))

    assert generation.applications == ()
    assert generation.findings == ()
    assert [(each.what, each.why) for each in generation.not_checked] == [
        ("ApplicationSet shops, the matrix generator", "it gives more than 20000 elements"),
        ("ApplicationSet shops, the list generator", "it gives more than 20000 elements"),
    ]
