from __future__ import annotations

import pytest

from argowave.validate.formats import is_duration


@pytest.mark.parametrize(
    "text",
    ["0", "1h30m", "-1.5h", "+3s", "300ms", ".5s", "2.s", "1us", "1µs", "1μs", "PT1H30M", "P1Y2M3D",
     "P3W", "P1DT2H", "1 h", "1d", "3 Weeks", "1h ", "1 hour", "in 5min"],
)  # fmt: skip
def test_durations_of_go_of_iso_8601_and_of_the_api_server_are_durations(text: str) -> None:
    assert is_duration(text)


@pytest.mark.parametrize(
    "text", ["", "1", "h", "P", "PT", "P1", "s1", "-", "1x", "1hx", "hour", "noon"]
)
def test_anything_else_is_no_duration(text: str) -> None:
    assert not is_duration(text)
