from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from argowave.provenance.budget import Budget, SpentError
from provenance.repositories import TEMPLATE, origins, write

if TYPE_CHECKING:
    from pathlib import Path


def test_renderings_are_counted() -> None:
    budget = Budget(2, 1)
    budget.spend()
    budget.spend()

    with pytest.raises(SpentError):
        budget.spend()
    assert budget.spent == 2


def test_a_large_rendering_counts_for_several() -> None:
    budget = Budget(5, 1)
    budget.spend(49_999)
    budget.spend(0)

    with pytest.raises(SpentError):
        budget.spend()


def test_nothing_is_rendered_once_the_time_is_up() -> None:
    times = iter((0.0, 1.0, 3.0))
    budget = Budget(9, 2, lambda: next(times))
    budget.spend()

    with pytest.raises(SpentError):
        budget.spend()


def test_the_clock_is_not_asked_again_once_the_time_is_up() -> None:
    times = iter((0.0, 3.0))
    budget = Budget(9, 2, lambda: next(times))

    for _ in range(2):
        with pytest.raises(SpentError):
            budget.check()
    assert budget.spent == 0


def test_values_that_a_template_does_not_read_are_not_tried(tmp_path: Path) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"
    other = "".join(f"  f{number}: {{{{ .Values.v{number} | quote }}}}\n" for number in range(200))
    values = "".join(f"v{number}: same\n" for number in range(200))
    files = {
        TEMPLATE: f"{head}  own: same {{{{ .Values.v77 }}}}\n",
        "chart/templates/other.yaml": f"{head.replace('name: c', 'name: d')}{other}",
    }
    write(tmp_path, {**files, "chart/values.yaml": values})
    budget = Budget(1000, 600)

    assert origins(tmp_path, ["$.data.own"], budget)["$.data.own"] == (
        "set by chart/values.yaml:78 v77"
    )
    assert budget.spent < 8


def test_a_chart_of_many_values_is_halved_and_equal_questions_are_asked_once(
    tmp_path: Path,
) -> None:
    data = "".join(f"  f{number}: {{{{ .Values.v{number} | quote }}}}\n" for number in range(200))
    values = "".join(f"v{number}: same\n" for number in range(200))
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"
    write(tmp_path, {TEMPLATE: head + data, "chart/values.yaml": values})
    budget = Budget(1000, 600)

    assert origins(tmp_path, ["$.data.f77"], budget) == {
        "$.data.f77": "set by chart/values.yaml:78 v77"
    }
    assert budget.spent < 25


def test_findings_that_the_budget_does_not_reach_have_no_origin(tmp_path: Path) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"
    write(tmp_path, {TEMPLATE: f"{head}  a: {{{{ .Values.a }}}}\n", "chart/values.yaml": "a: x\n"})

    assert origins(tmp_path, ["$.data.a"], Budget(2, 600)) == {"$.data.a": ""}


def test_the_other_templates_of_a_chart_cost_nothing(tmp_path: Path) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\ndata:\n"
    data = "".join(f"  f{number}: {{{{ .Values.v{number} | quote }}}}\n" for number in range(50))
    values = "".join(f"v{number}: text {number}\n" for number in range(50))
    other = f"{head.replace('NAME', 'large')}  a: {'x' * 400_000}\n"
    files = {TEMPLATE: head.replace("NAME", "c") + data, "chart/values.yaml": values}
    write(tmp_path, {**files, "chart/templates/large.yaml": other})
    budget = Budget(100, 600)  # the whole chart counts for forty

    assert origins(tmp_path, ["$.data.f7", "$.data.f33"], budget)["$.data.f33"] == (
        "set by chart/values.yaml:34 v33"
    )
