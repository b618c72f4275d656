"""Modules below this package → rules."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from argowave.errors import InvocationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.rules.rule import Rule

_FOLDER = Path(__file__).parent


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule, by family and name: each rules/<family>/<name>.py holds one as RULE.

    Modules whose names start with an underscore are what several rules of a family share.
    """
    names = sorted(
        f"{path.parent.name}.{path.stem}"
        for path in _FOLDER.glob("*/*.py")
        if not path.stem.startswith("_")
    )
    modules = [importlib.import_module(f"argowave.rules.{name}") for name in names]
    return tuple(module.RULE for module in modules)


def family_of(rule: Rule) -> str:
    """Return the folder that a rule's module is in."""
    return rule.check.__module__.split(".")[-2]


def find_rule(name: str) -> Rule:
    """Return a rule by its name.

    Raises:
        InvocationError: there is no such rule.
    """
    rules = {rule.name: rule for rule in load_rules()}
    if name in rules:
        return rules[name]
    import difflib  # noqa: PLC0415 (only for a misspelt name)

    near = difflib.get_close_matches(name, rules, 1)
    message = f"there is no rule {name}"
    hint = f"did you mean {near[0]}?" if near else "`argowave rules list` shows all of them"
    raise InvocationError(message, hint=hint)


def rule_levels(stated: Mapping[str, str]) -> Mapping[str, str]:
    """Return the weights that settings give to rules.

    Raises:
        InvocationError: they name a rule that does not exist.
    """
    for name in stated:
        find_rule(name)
    return stated
