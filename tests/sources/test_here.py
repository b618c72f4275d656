"""Requests in one process, two at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from argowave.sources import here
from argowave.sources.generate import generate_manifests
from argowave.sources.here import generate_here, in_order
from argowave.sources.request import Generated, NotChecked

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.sources.request import ManifestRequest

    Ask = Callable[..., ManifestRequest]
    Write = Callable[[dict[str, str]], object]

NAMES = [f"{letter}{number}" for letter in "abcd" for number in range(6)]


def _requests(ask: Ask, write: Write) -> list[ManifestRequest]:
    for name in NAMES:
        write({f"{name}/a.yaml": f"kind: ConfigMap\nmetadata: {{name: {name}}}\n"})
    return [ask(path=name) for name in NAMES]


def _names(generated: list[Generated]) -> list[str]:
    return [each.documents[0].body["metadata"]["name"] for each in generated]


def test_all_requests_are_answered_in_their_order(ask: Ask, write: Write) -> None:
    assert _names(in_order(generate_here(_requests(ask, write)))) == NAMES


def test_no_request_gives_nothing() -> None:
    assert generate_here([]) == {}


def test_what_is_left_is_for_somebody_else_once_it_is_enough(
    ask: Ask, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = _requests(ask, write)
    seen = []

    def generate(request: ManifestRequest) -> Generated:
        time.sleep(0.03)  # so long that nobody does all of them meanwhile
        return generate_manifests(request)

    monkeypatch.setattr(here, "generate_manifests", generate)

    def is_enough(left: int) -> bool:
        seen.append(left)
        return len(seen) > 3

    done = generate_here(requests, is_enough)

    assert 4 <= len(done) < len(requests)
    assert _names(in_order(done)) == [NAMES[number] for number in sorted(done)]
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("number", [0, 1, 5, len(NAMES) - 1])
def test_what_goes_wrong_is_raised_whichever_of_the_two_met_it(
    ask: Ask, write: Write, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = _requests(ask, write)

    def generate(request: ManifestRequest) -> Generated:
        if request is requests[number]:
            message = "the disk is gone"
            raise OSError(message)
        return Generated(not_checked=(NotChecked("a", "b"),))

    monkeypatch.setattr(here, "generate_manifests", generate)

    with pytest.raises(OSError, match="the disk is gone"):
        generate_here(requests)
