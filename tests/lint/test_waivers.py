from __future__ import annotations

from datetime import date

from argowave.finding import Finding
from argowave.settings import Waiver
from argowave.waivers import apply_waivers

TODAY = date(2026, 11, 24)
FOUND = Finding("infra/a.yaml", 3, "Queue/q", "$.spec", "is wrong", "schema")


def waiver(**changed: str) -> Waiver:
    fields = {"rule": "schema", "reason": "upstream", "path": "infra/*", **changed}
    return Waiver(until=date.fromisoformat(fields.pop("until", "2026-11-24")), **fields)


def test_a_waiver_holds_on_its_last_day() -> None:
    assert apply_waivers([FOUND], [waiver()], TODAY, "argowave.toml") == ([], 1)


def test_a_waiver_covers_only_its_rule_path_and_subject() -> None:
    others = [waiver(rule="lua"), waiver(path="apps/*"), waiver(subject="Topic/*")]
    remaining, waived = apply_waivers([FOUND], others, TODAY, "argowave.toml")

    assert remaining[0] == FOUND
    assert waived == 0


def test_a_waiver_past_its_day_covers_nothing_and_is_a_finding() -> None:
    remaining, waived = apply_waivers([FOUND], [waiver(until="2026-11-23")], TODAY, "argowave.toml")

    assert waived == 0
    assert [str(finding) for finding in remaining] == [
        str(FOUND),
        (
            "argowave.toml $.waivers[0]: the waiver of schema (upstream) ended on 2026-11-23; "
            "mend what it covers or renew it (waiver)"
        ),
    ]


def test_a_waiver_that_covers_nothing_is_a_finding() -> None:
    remaining, _ = apply_waivers([], [waiver()], TODAY, "argowave.toml")

    assert [str(finding) for finding in remaining] == [
        (
            "argowave.toml $.waivers[0]: the waiver of schema (upstream) covers no finding; "
            "remove it (waiver)"
        )
    ]
