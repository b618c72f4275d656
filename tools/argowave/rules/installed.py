"""Rules of other packages, by the entry points `argowave.rules`; each is watched while it runs."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import Distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import RuleError
from argowave.finding import Finding, Severity
from argowave.plugins import GROUP, packages_with_rules
from argowave.rules.rule import Rule, Undecided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.metadata import EntryPoint

    from argowave.rules.scene import Scene

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_OWN: Final = str(Path(__file__).parents[1])
_PYTHON: Final = str(Path(re.__file__).parents[1])
_FIELDS: Final[dict[str, tuple[type, ...]]] = {
    "path": (str,),
    "line": (int, type(None)),
    "subject": (str,),
    "pointer": (str,),
    "message": (str,),
    "application": (str, type(None)),
}


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
            found[rule.name] = InstalledRule(_watched(rule, package), package)
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
        loaded = point.load()
    except (Exception, SystemExit) as error:  # anybody's code may raise anything
        raise _failure(error, package, named, "cannot be loaded") from error
    rules = tuple(loaded) if isinstance(loaded, list | tuple) else (loaded,)
    for rule in rules:
        if fault := _fault(rule):
            message = f"{named} {fault}"
            raise RuleError(message, hint=f"mend {package}, or uninstall it")
    return rules


def _fault(rule: Any) -> str:  # noqa: ANN401 (whatever a package names)
    """Say what keeps an object from being a rule, "" where nothing does."""
    if not isinstance(rule, Rule):
        return f"is no argowave.Rule but {type(rule).__name__}"
    texts = ("name", "summary", "why", "mend", "source")
    for text in texts:
        value = getattr(rule, text)
        if not isinstance(value, str) or not value.strip():
            return f"has a rule whose {text} is no text"
    if not _NAME.fullmatch(rule.name):
        return f"has a rule with the name {rule.name!r}; small letters, digits and - make one"
    stated: Any = rule  # whose fields nobody has checked
    if not callable(stated.check) or not isinstance(stated.severity, Severity):
        return f"has a rule, {rule.name}, whose check is no function or severity no Severity"
    return ""


def _watched(rule: Rule, package: str) -> Rule:
    """Return a rule whose failures name it and its package."""
    named = f"the rule {rule.name} of the package {package}"

    def check(scene: Scene) -> Iterator[Finding | Undecided]:
        try:
            given: Iterable[object] | None = rule.check(scene)
            for each in () if given is None else given:
                yield _checked(each, named)
        except RuleError:
            raise
        except (Exception, SystemExit) as error:  # anybody's code may raise anything
            raise _failure(error, package, named, "failed", rule.name) from error

    return replace(rule, check=check)


def _checked(given: object, named: str) -> Finding | Undecided:
    if isinstance(given, Undecided):
        return replace(given, what=str(given.what), why=str(given.why))
    if not isinstance(given, Finding):
        message = f"{named} gave {type(given).__name__}, not Finding or Undecided"
        raise RuleError(message)
    for name, wanted in _FIELDS.items():
        if not isinstance(getattr(given, name), wanted):
            message = f"{named} gave a finding whose {name} is {getattr(given, name)!r}"
            raise RuleError(message)
    return given


def _failure(
    error: BaseException, package: str, named: str, verb: str, rule: str = ""
) -> RuleError:
    """Return an error that names the innermost line of the package's own code."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not _is_elsewhere(frame.filename)]
    place = own[-1] if own else None
    words = " ".join(str(error).split())
    hint = f"mend {package}, or uninstall it"
    if rule:
        hint = f'{hint}; [tool.argowave] rules = {{"{rule}" = "off"}} leaves it out'
    return RuleError(
        f"{named} {verb}: {type(error).__name__}{': ' if words else ''}{words}",
        path=place.filename if place else None,
        line=place.lineno if place else None,
        hint=hint,
    )


def _is_elsewhere(filename: str) -> bool:
    """Tell whether a file is argowave's own or Python's."""
    if filename.startswith((_OWN, "<")):
        return True
    installed = "site-packages" in filename or "dist-packages" in filename
    return filename.startswith(_PYTHON) and not installed
