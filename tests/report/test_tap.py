from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

# a test line of TAP 13: outcome, number, description, directive
TEST = re.compile(r"(ok|not ok) (\d+) - ((?:[^#\\]|\\.)*?)(?: # (SKIP|TODO) (.*))?\Z")


class Line(NamedTuple):
    outcome: str
    number: int
    description: str
    directive: str | None
    reason: str | None


def parse(text: str) -> list[Line]:
    """Read a TAP 13 stream; whatever the specification does not allow fails."""
    version, plan, *rest = text.removesuffix("\n").split("\n")
    assert version == "TAP version 13"
    lines = []
    for line in rest:
        if line.startswith("# "):
            continue
        found = TEST.match(line)
        assert found, line
        lines.append(Line(found[1], int(found[2]), found[3], found[4], found[5]))
    assert plan == f"1..{len(lines)}"
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    return lines


@pytest.mark.parametrize("manifests", [True, False])
def test_the_stream_is_tap(written: Callable[..., str], *, manifests: bool) -> None:
    assert len(parse(written("tap", manifests=manifests))) == (6 if manifests else 3)


def test_each_manifest_is_a_test_named_as_in_kubeconform(written: Callable[..., str]) -> None:
    lines = parse(written("tap", manifests=True))

    assert [line.outcome for line in lines] == ["ok", "not ok", "not ok", "not ok", "ok", "ok"]
    assert lines[0].description == "a.yaml (v1/Service/shop/web)"
    assert lines[1].description.startswith(
        "a.yaml (v1/Service/shop/web): $.spec.ports[0].port: is wrong; $.metadata.labels["
    )
    assert lines[2].description == "b.yaml: no schema"
    assert lines[4] == ("ok", 5, "c.yaml (v1/Secret//s)", "SKIP", "skipped as asked")
    assert lines[5].description == "d.yaml (empty)"


def test_a_warning_is_ok(written: Callable[..., str]) -> None:
    assert [line.outcome for line in parse(written("tap", manifests=False))] == [
        "not ok", "ok", "not ok",
    ]  # fmt: skip


def test_the_counts_are_comments(written: Callable[..., str]) -> None:
    comments = [line for line in written("tap", manifests=True).split("\n") if line[:1] == "#"]

    assert comments == [
        "# no schema for x/v1/Widget: 3 manifests",
        "# no schema for x/v1/Gadget: 1 manifest",
        "# not checked: chart crossplane 2.3.4: not in the cache",
        "# not decided: wave-gate, 2 cases: a, b: why",
        "# 5 manifests in 4 files: 1 valid, 1 invalid, 2 errors, 1 skipped",
    ]
