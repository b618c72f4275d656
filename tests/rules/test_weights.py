"""Findings of an error's rule that are mere warnings: practice, not a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.case import judge_case, read_case

CASES = Path(__file__).parents[1] / "cases"


@pytest.mark.parametrize(
    ("case", "weights"),
    [
        ("image-pin/invalid/latest.yaml", ["warning"]),
        ("image-pin/invalid/package-of-crossplane.yaml", ["warning"]),
        ("invalid-name/invalid/destination-of-cluster-scoped-objects.yaml", ["warning"]),
        ("invalid-name/invalid/destination-with-a-capital.yaml", ["error"]),
        ("kustomize-version/invalid/none-is-registered.yaml", ["error"]),
        ("kustomize-version/invalid/values-of-the-chart.yaml", ["warning"]),
        ("sync-option/invalid/field-of-automated.yaml", ["warning", "warning"]),
        ("sync-option/invalid/misspelt-on-an-object.yaml", ["error", "error"]),
        ("target-revision/invalid/head-of-another-repository.yaml", ["warning"]),
        ("unread-value/invalid/own-default.yaml", ["warning"]),
        ("unread-value/invalid/misspelt.yaml", ["error", "error"]),
    ],
)
def test_what_may_be_meant_so_is_a_warning(case: str, weights: list[str], tmp_path: Path) -> None:
    verdict = judge_case(read_case(CASES / case), tmp_path)

    assert [each.severity for each in verdict.findings] == weights
