"""Renderings that are compared in Helm's child, against renderings that are each asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argowave.bounded.errors import RefusedError
from argowave.sources.helm.asking import of_path, render_alike, render_chart

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = {"name": "web", "namespace": "shop", "kube_version": "v1.36.0"}
METADATA = "apiVersion: v2\nname: {}\nversion: 1.0.0\n"
TEMPLATE = """\
kind: ConfigMap
data:
  given: {{ .Values.given | toJson }}
  inner: {{ .Values.outer.inner | toJson }}
  {{- if .Values.fails }}{{ fail "no" }}{{ end }}
"""
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["", "a"]))
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "given": LEAVES,
        "outer": st.one_of(st.none(), st.fixed_dictionaries({}, optional={"inner": LEAVES})),
        "fails": st.booleans(),
        "sub": st.fixed_dictionaries({}, optional={"enabled": st.booleans(), "given": LEAVES}),
    },
)


def write_chart(folder: Path, *, has_subchart: bool) -> None:
    (folder / "templates").mkdir(parents=True)
    metadata = METADATA.format("web")
    if has_subchart:
        metadata += "dependencies: [{name: sub, version: 1.0.0, condition: sub.enabled}]\n"
        (folder / "charts/sub/templates").mkdir(parents=True)
        (folder / "charts/sub/Chart.yaml").write_text(METADATA.format("sub"))
        (folder / "charts/sub/templates/sub.yaml").write_text("kind: A\nb: {{ .Values.given }}\n")
    (folder / "Chart.yaml").write_text(metadata)
    (folder / "values.yaml").write_text("given: 1\nouter: {inner: a}\n")
    (folder / "templates/web.yaml").write_text(TEMPLATE)
    (folder / "templates/NOTES.txt").write_text("{{ .Values.given }} is noted\n")


def rendered(chart: Path, values: dict[str, Any]) -> dict[str, str] | None:
    try:
        texts = render_chart(of_path(chart), values, OPTIONS)
    except RefusedError:
        return None
    return {name: text for name, text in texts.items() if not name.endswith("NOTES.txt")}


@pytest.mark.parametrize("has_subchart", [False, True])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(VALUES, min_size=2, max_size=6))
def test_what_is_compared_at_once_is_what_is_rendered_one_by_one(
    values: list[dict[str, Any]],
    has_subchart: bool,  # noqa: FBT001 (a parameter of the test)
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    chart = tmp_path_factory.getbasetemp() / f"chart-{has_subchart}"
    if not chart.exists():
        write_chart(chart, has_subchart=has_subchart)
    first, *others = (rendered(chart, each) for each in values)

    wanted = [first is not None and each == first for each in others]
    assert render_alike(of_path(chart), values, OPTIONS) == wanted


def test_a_chart_that_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"Chart\.yaml file is missing"):
        render_alike(of_path(tmp_path), [{}, {}], OPTIONS)
