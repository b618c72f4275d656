"""Ranges of versions among many tags."""

from __future__ import annotations

import pytest

from argowave.sources.fetch.versions import Tags, highest
from argowave.sources.helm.constraint import meeting

NAMES = [
    *(
        f"v{major}.{minor}.{patch}"
        for major in range(4)
        for minor in range(20)
        for patch in range(9)
    ),
    *(f"3.{minor}.0-rc.{number}" for minor in range(15, 25) for number in (2, 10, 9)),
    *("main", "release-7", "4.0.0-beta", "v3.19.8+build", "3.19.8", "latest"),
]


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        (">=1", "v3.19.8"),  # of two that are alike the first one counts
        ("~0.0.3", "v0.0.8"),
        ("<0.0.1", "v0.0.0"),
        ("1.x || 2.3.x", "v2.3.8"),
        (">=3.20.0-0", "4.0.0-beta"),
        (">=3.20.0-0 <3.21.0-0", "3.20.0-rc.10"),
        ("^0.5", "v0.5.8"),
        (">=9", None),
        ("main", "main"),
        ("gone", None),
        ("1.2", "1.2"),
    ],
)
def test_a_range_is_the_highest_tag_that_meets_it_however_old(
    stated: str, found: str | None
) -> None:
    assert Tags(NAMES).highest(stated) == found
    assert highest(stated, NAMES[::-1]) == (found if found != "v3.19.8" else "3.19.8")


def test_what_meets_a_range_is_asked_of_all_tags_before_there_is_none() -> None:
    old = [name for name in NAMES if name.startswith("v0.0.")]

    assert meeting("~0.0", old) == old
    assert Tags([*NAMES, *(f"v9.0.{number}" for number in range(3000))]).highest("~0.0") == "v0.0.8"
