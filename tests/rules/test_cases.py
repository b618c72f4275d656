from __future__ import annotations

from pathlib import Path

import pytest

from argowave.rules.registry import family_of, load_rules
from rules.case import judge_case, read_case, shown, shown_undecided

CASES = Path(__file__).parents[1] / "cases"
RULES = {rule.name: rule for rule in load_rules()}
PATHS = [path for name in RULES for path in sorted((CASES / name).glob("*/*.yaml"))]


def label(path: Path) -> str:
    return path.relative_to(CASES).as_posix().removesuffix(".yaml")


@pytest.mark.parametrize("path", PATHS, ids=label)
def test_a_case_gives_exactly_the_findings_that_it_expects(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    verdict = judge_case(case, tmp_path)

    assert shown(verdict) == sorted(case.expected)
    assert shown_undecided(verdict) == sorted(case.undecided)
    assert bool(case.expected) == (path.parent.name == "invalid")


@pytest.mark.parametrize("name", RULES)
def test_each_rule_has_a_case_that_fires_and_one_that_stays_quiet(name: str) -> None:
    assert list((CASES / name / "invalid").glob("*.yaml"))
    assert list((CASES / name / "valid").glob("*.yaml"))


@pytest.mark.parametrize("name", RULES)
def test_each_rule_explains_itself(name: str) -> None:
    rule = RULES[name]
    module = rule.check.__module__.split(".")

    assert module[-1].replace("_", "-") == name
    assert family_of(rule) == module[-2]
    assert rule.source.startswith("https://")
    for text in (rule.why, rule.mend):
        assert text[0].isupper(), text
        assert text.endswith("."), text
    assert rule.summary[0].islower()
    assert not rule.summary.endswith(".")


def test_names_of_rules_differ() -> None:
    names = [rule.name for rule in load_rules()]

    assert len(names) == len(set(names))
