"""Rules of other packages, by the entry points `argowave.rules`; each is watched while it runs."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution
from typing import TYPE_CHECKING

from argowave.errors import RuleError
from argowave.plugins import GROUP, packages_with_rules
from argowave.rules.foreign import ASKED, failure_of, fault_of, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

    from argowave.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class InstalledRule:
    """A rule and the package that brings it."""

    rule: Rule
    package: str  # acme-rules 1.0


@cache
def installed_rules() -> tuple[InstalledRule, ...]:
    """Return the rules of other packages, by package and name.

    Raises:
        RuleError: an entry point cannot be imported or is no rule, or two have the same name.
    """
    found: dict[str, InstalledRule] = {}
    for package, point in _entry_points():
        for rule in _load(point, package):
            if (other := found.get(rule.name)) is not None:
                message = f"the rule {rule.name} is in both {other.package} and {package}"
                raise RuleError(message, hint="uninstall one of them")
            found[rule.name] = InstalledRule(watched(rule, package), package)
    return tuple(sorted(found.values(), key=lambda each: (each.package, each.rule.name)))


def _entry_points() -> Iterator[tuple[str, EntryPoint]]:
    seen: set[str] = set()
    for package in map(Distribution.at, packages_with_rules()):
        name = package.metadata["Name"] or "a package without a name"
        if name not in seen:  # the first on the path is the one that is imported
            seen.add(name)
            points = package.entry_points.select(group=GROUP)
            for point in sorted(points, key=lambda each: each.name):
                yield f"{name} {package.version}", point


def _load(point: EntryPoint, package: str) -> tuple[Rule, ...]:
    """Return what an entry point names: one rule, or several in a list or tuple."""
    named = f"{point.name} = {point.value} of the package {package}"
    try:
        with redirect_stdout(sys.stderr):  # standard output is the answer
            loaded = point.load()
    except ASKED:
        raise
    except BaseException as error:  # anybody's code may raise anything
        raise failure_of(error, package, named, "cannot be loaded") from error
    rules = tuple(loaded) if isinstance(loaded, list | tuple) else (loaded,)
    for rule in rules:
        if fault := fault_of(rule):
            message = f"{named} {fault}"
            raise RuleError(message, hint=f"mend {package}, or uninstall it")
    return rules
