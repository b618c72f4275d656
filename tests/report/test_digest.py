"""What was not checked or decided, on a screen: few lines, though the reports have all of it."""

from __future__ import annotations

import json
from io import StringIO

from argowave.report import Summary, writer
from argowave.report.digest import unchecked_lines, undecided_lines

CACHE = "it is not in the cache; run `argowave fetch`"


def test_things_of_one_reason_are_one_line_over_all_environments() -> None:
    things = [
        f"kustomize a/dev: it takes https://x/y.yaml from the network: {CACHE} [dev]",
        f"chart keda 2.20.2: {CACHE} [prod, staging]",
        f"kustomize a/prod: it takes https://x/y.yaml from the network: {CACHE} [prod]",
        f"https://github.com/o/r x: another repository: {CACHE} [dev]",
        f"chart nginx 4.15.1: {CACHE} [dev, prod]",
        "plugin p of x: config management plugins are not run [dev]",
    ]

    assert list(unchecked_lines(things)) == [
        (
            "not checked, 5 cases: kustomizations a/dev, a/prod (it takes https://x/y.yaml from "
            "the network); charts keda 2.20.2, nginx 4.15.1; https://github.com/o/r x (another "
            f"repository): {CACHE} [dev, prod, staging]"
        ),
        "not checked: plugin p of x: config management plugins are not run [dev]",
    ]


def test_a_reason_with_something_in_brackets_stays_whole() -> None:
    why = "git does not read this repository (not a repository (or any): .git)"

    assert list(unchecked_lines([f"{what}: {why} [r]" for what in ("a at v1", "b at v2")])) == [
        f"not checked, 2 cases: a at v1, b at v2: {why} [r]"
    ]


def test_rules_of_definitions_are_counted_in_one_line() -> None:
    things = [
        "4 CEL rules of a/v1/A that no schema can state, at $.spec.a, $.spec.b [dev, prod]",
        "1 CEL rule of b/v1/B that no schema can state, at $.spec [prod]",
    ]

    assert list(unchecked_lines(things)) == [
        ("not checked: CEL rules that no schema can state: 4 of a/v1/A, 1 of b/v1/B [dev, prod]")
    ]
    assert list(unchecked_lines(things[:1])) == [f"not checked: {things[0]}"]


def test_what_lacks_the_same_objects_in_several_environments_is_one_line() -> None:
    things = "Ingress/a → IngressClass/nginx"
    lacking = [f"chart {each} 1.0.0 of Application/{each}" for each in "abcd"]
    cases = [
        ("dangling-reference", 1, f"{things}: {' and '.join(lacking[:3])} were not looked into"),
        ("dangling-reference", 1, f"{things}: {' and '.join(lacking[1:])} were not looked into"),
        ("dangling-reference", 1, f"Pod/b → Secret/s: {lacking[0]} was not looked into"),
        ("wave-gate", 2, "a, b: why"),
    ]

    assert list(undecided_lines(cases)) == [
        (
            f"not decided: dangling-reference, 1 case: {things}: {lacking[0]} and {lacking[1]} "
            "and 2 more were not looked into"
        ),
        (
            f"not decided: dangling-reference, 1 case: Pod/b → Secret/s: {lacking[0]} was not "
            "looked into"
        ),
        "not decided: wave-gate, 2 cases: a, b: why",
    ]


def test_very_many_lines_end_and_every_other_report_has_all_of_them() -> None:
    cases = tuple(("wave-gate", 1, f"thing {number}: why {number}") for number in range(30))
    summary = Summary(1, not_decided=cases)
    out = StringIO()
    writer("json").write(out, [], summary)

    assert len(summary.digest()) == 11
    assert summary.digest()[-1] == ("not decided: and 20 more; `--format json` has all of them")
    assert len(summary.gaps()) == 30
    assert all(f"why {number}" in json.dumps(json.loads(out.getvalue())) for number in range(30))


def test_generators_of_one_kind_are_named_together_with_their_application_sets() -> None:
    why = "no cluster Secret is in this repository"
    things = [f"ApplicationSet {name}, clusters generator: {why} [hub]" for name in "abc"]

    assert list(unchecked_lines([*things, f"ApplicationSet d, plugin generator: {why} [hub]"])) == [
        (
            "not checked, 4 cases: ApplicationSets a, b, c (clusters generator); ApplicationSet d "
            f"(plugin generator): {why} [hub]"
        )
    ]
    assert list(unchecked_lines(things[:1])) == [f"not checked: {things[0]}"]
