"""Modules below this package, and other packages → rules."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from argowave.errors import InvocationError, RuleError
from argowave.plugins import packages_with_rules
from argowave.rules.checks import FAMILY, FIXED, NAMED, Check
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.rules.rule import Rule

OWN: Final = "argowave"
_WAITING: Final = ("values.value_without_effect",)
_FOLDER = Path(__file__).parent


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, our own by family and name, then those of other packages.

    Raises:
        RuleError: a rule of another package cannot be loaded, or has the name of one of ours.
    """
    own = own_rules()
    if not packages_with_rules():
        return own
    from argowave.rules.installed import installed_rules  # noqa: PLC0415 (most have none)

    names = {rule.name for rule in own}
    for each in installed_rules():
        if each.rule.name in names:
            message = f"the rule {each.rule.name} of the package {each.package} is argowave's own"
            raise RuleError(message, hint=f"give it another name, or uninstall {each.package}")
    return (*own, *(each.rule for each in installed_rules()))


@cache
def own_rules() -> tuple[Rule, ...]:
    """Return argowave's rules, by family and name: each rules/<family>/<name>.py has one as RULE.

    Modules whose names start with an underscore are what several rules of a family share.
    """
    names = sorted(
        f"{path.parent.name}.{path.stem}"
        for path in _FOLDER.glob("*/*.py")
        if not path.stem.startswith("_")
    )
    return tuple(_rule(name) for name in names)


@cache
def waiting_rules() -> tuple[Rule, ...]:
    """Return those of argowave's rules that mostly wait for another process.

    They can be begun before the other ones are loaded, which takes some time.
    """
    return tuple(_rule(name) for name in _WAITING)


def _rule(name: str) -> Rule:
    rule: Rule = importlib.import_module(f"argowave.rules.{name}").RULE
    return rule


def family_of(rule: Rule | Check) -> str:
    """Return the folder that a rule's module is in, or the package that brings it."""
    if isinstance(rule, Check):
        return FAMILY
    package = package_of(rule)
    if package != OWN:
        return package
    return rule.check.__module__.split(".")[-2]


def package_of(rule: Rule | Check) -> str:
    """Return where a rule comes from: `argowave`, or another package with its version."""
    if isinstance(rule, Check) or rule in own_rules():
        return OWN
    from argowave.rules.installed import installed_rules  # noqa: PLC0415 (most have none)

    return next((each.package for each in installed_rules() if each.rule == rule), OWN)


def all_named() -> Mapping[str, Rule | Check]:
    """Return everything that findings can be about, by its name."""
    every: tuple[Rule | Check, ...] = (*NAMED, *load_rules())
    return {each.name: each for each in every}


def find_named(name: str) -> Rule | Check:
    """Return what findings of a name are about.

    Raises:
        InvocationError: there is no such rule.
    """
    known = all_named()
    if name in known:
        return known[name]
    near = nearest(name, known)
    message = f"there is no rule {name}"
    hint = f"did you mean {near}?" if near else "`argowave rules list` shows all of them"
    raise InvocationError(message, hint=hint)


def rule_levels(stated: Mapping[str, str]) -> Mapping[str, str]:
    """Return the weights that settings give to rules and checks.

    Raises:
        InvocationError: they name one that does not exist, or whose weight is not theirs to give.
    """
    for name in stated:
        if find_named(name) in FIXED:
            message = f"the weight of {name} cannot be changed"
            raise InvocationError(message)
    return stated
