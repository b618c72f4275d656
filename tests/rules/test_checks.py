"""Each name that a finding can get is explained, and can be weighed."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import argowave
from argowave.errors import InvocationError
from argowave.finding import Finding, Severity
from argowave.rules.checks import CHECKS, FIXED, NAMED, weighed
from argowave.rules.registry import load_rules, rule_levels

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(argowave.__file__).parent
MAKERS = ("Finding", "ChartFault")  # whose argument `rule` is a name
PLACE = 5  # of that argument of a Finding


def names_in(tree: ast.Module) -> Iterator[str]:
    """Give the names that a module writes into findings."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Name) and each.id in ("RULE", "_RULE") for each in targets):
                yield str(node.value.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = [each.value for each in node.keywords if each.arg == "rule"]
            if node.func.id == "Finding" and len(node.args) > PLACE:
                given.append(node.args[PLACE])
            if node.func.id in MAKERS:
                yield from (str(each.value) for each in given if isinstance(each, ast.Constant))


def test_every_name_that_a_finding_can_get_is_explained() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    names = {name for tree in trees for name in names_in(tree)} - {""}
    rules = {rule.name for rule in load_rules()}

    assert {"yaml", "chart", "kustomize", "flow", "not-checked"} < names  # it has looked
    assert names - rules == {each.name for each in NAMED}


def test_no_rule_has_the_name_of_a_check() -> None:
    assert {rule.name for rule in load_rules()} & {each.name for each in NAMED} == set()


def finding(rule: str) -> Finding:
    return Finding("a.yaml", 1, "", "", "is wrong", rule)


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.name)
def test_a_check_is_weighed_as_settings_say(check: object) -> None:
    name = str(getattr(check, "name", ""))
    found = [finding(name), finding("dangling-reference")]

    assert weighed(found, rule_levels({name: "off"})) == found[1:]
    lighter, other = weighed(found, rule_levels({name: "warning"}))
    assert (lighter.severity, other.severity) == (Severity.WARNING, Severity.ERROR)
    assert weighed(found, {}) == found


@pytest.mark.parametrize("check", FIXED, ids=lambda each: each.name)
def test_what_is_about_the_settings_keeps_its_weight(check: object) -> None:
    name = str(getattr(check, "name", ""))
    with pytest.raises(InvocationError, match=f"the weight of {name} cannot be changed"):
        rule_levels({name: "off"})
