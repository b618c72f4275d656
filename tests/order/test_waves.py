"""Waves as gitops-engine/pkg/sync/syncwaves reads them."""

from __future__ import annotations

import pytest

from argowave.order import wave_of
from order.build import WAVE, manifest_of

WEIGHT = "helm.sh/hook-weight"


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ("{}", 0),
        (f'{{{WAVE}: "3"}}', 3),
        (f'{{{WAVE}: "-5"}}', -5),
        (f'{{{WAVE}: "+2"}}', 2),
        (f'{{{WAVE}: "007"}}', 7),
        (f'{{{WAVE}: "1.5"}}', 0),
        (f'{{{WAVE}: "first"}}', 0),
        (f'{{{WAVE}: " 1"}}', 0),
        (f'{{{WAVE}: "1_000"}}', 0),
        (f'{{{WAVE}: "\u0663"}}', 0),
        (f'{{{WAVE}: ""}}', 0),
        (f'{{{WAVE}: "9223372036854775808"}}', 0),
        (f'{{{WEIGHT}: "4"}}', 4),
        (f'{{{WAVE}: "2", {WEIGHT}: "4"}}', 2),
        (f'{{{WAVE}: "x", {WEIGHT}: "4"}}', 4),
        (f"{{{WAVE}: 3}}", 0),
        ("[]", 0),
    ],
)
def test_a_wave_is_an_integer_in_a_text_and_anything_else_is_none(
    annotations: str, expected: int
) -> None:
    text = f"apiVersion: v1\nkind: A\nmetadata: {{name: a, annotations: {annotations}}}\n"

    assert wave_of(manifest_of(text)) == expected
