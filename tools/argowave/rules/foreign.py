"""Rules that others write, watched while they run: whatever they do wrong names them."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from argowave.errors import RuleError
from argowave.finding import Finding, Origin, Severity
from argowave.rules.rule import Rule, Undecided

if TYPE_CHECKING:
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
    "origins": (tuple,),
}
# what is raised where somebody ends the process: pytest's outcomes, say, are no Exceptions either
ASKED: Final = (KeyboardInterrupt, GeneratorExit)


def fault_of(rule: Any) -> str:  # noqa: ANN401 (whatever a package names)
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


def watched(rule: Rule, package: str = "") -> Rule:
    """Return a rule whose failures name it, and the package that brings it if any does."""
    named = f"the rule {rule.name}{f' of the package {package}' if package else ''}"

    def check(scene: Scene) -> list[Finding | Undecided]:
        try:
            # of the command, standard output is the answer
            with redirect_stdout(sys.stderr if package else sys.stdout):
                return [_checked(each, named) for each in _iterable(rule.check(scene), named)]
        except (RuleError, *ASKED):
            raise
        except BaseException as error:  # anybody's code may raise anything
            raise failure_of(error, package, named, "failed", rule.name) from error

    return replace(rule, check=check, begin=None)  # what it begins nobody watches


def _iterable(given: object, named: str) -> Iterable[object]:
    if isinstance(given, Iterable):
        return given
    kind = type(given).__name__
    message = f"{named} gave {kind}, not findings; is a yield or a return missing?"
    raise RuleError(message)


def _checked(given: object, named: str) -> Finding | Undecided:
    if isinstance(given, Undecided):
        return replace(given, what=str(given.what), why=str(given.why))
    if not isinstance(given, Finding):
        message = f"{named} gave {type(given).__name__}, not Finding or Undecided"
        raise RuleError(message)
    for name, wanted in _FIELDS.items():
        if not isinstance(getattr(given, name), wanted) or not _is_sound(given, name):
            message = f"{named} gave a finding whose {name} is {getattr(given, name)!r}"
            raise RuleError(message)
    return given


def _is_sound(finding: Finding, name: str) -> bool:
    """Tell whether a field holds what its type alone does not say."""
    if name == "origins":
        return all(isinstance(each, Origin) for each in finding.origins)
    return name != "line" or finding.line is None or finding.line >= 1


def failure_of(
    error: BaseException, package: str, named: str, verb: str, rule: str = ""
) -> RuleError:
    """Return an error that names the innermost line of somebody else's own code."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not _is_elsewhere(frame.filename)]
    place = own[-1] if own else None
    words = " ".join(_text_of(error).split())
    hint = f"mend {package}, or uninstall it" if package else None
    if package and rule:
        hint = f'{hint}; {rule} = "off" below [rules] in argowave.toml leaves it out'
    return RuleError(
        f"{named} {verb}: {type(error).__name__}{': ' if words else ''}{words}",
        path=place.filename if place else None,
        line=place.lineno if place else None,
        hint=hint,
    )


def _text_of(error: BaseException) -> str:
    """Return what an error says; saying it is somebody else's code too, and may fail."""
    try:
        return str(error)
    except (Exception, SystemExit) as failure:  # noqa: BLE001 (as above)
        return f"(and its __str__ raises {type(failure).__name__})"


def _is_elsewhere(filename: str) -> bool:
    """Tell whether a file is argowave's own or Python's."""
    if filename.startswith((_OWN, "<")):
        return True
    installed = "site-packages" in filename or "dist-packages" in filename
    return filename.startswith(_PYTHON) and not installed
