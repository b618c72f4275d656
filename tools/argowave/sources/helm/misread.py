"""Values that Helm could not use whatever the chart says, so that no chart is needed to tell."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding, Severity
from argowave.sources.helm.value_files import UnreachableError, ValueFileError
from argowave.sources.helm.values import ValuesError, read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from argowave.sources.helm.value_files import ValueFileResolver
    from argowave.sources.source import HelmOptions

_ENDINGS: Final = ("yaml", "yml")
_VALUES: Final = re.compile(r"values\b")
_PATTERN: Final = frozenset("*?[{")


def misread(options: HelmOptions, files: Mapping[str, Path]) -> Iterator[Finding]:
    """Give a finding for each value file, and for the text of values, that is no mapping of YAML.

    Args:
        options: what the Application states.
        files: the value files that are here, by the path that findings show.
    """
    given = [(name, path.read_bytes()) for name, path in files.items()]
    if isinstance(options.values, str):
        given.append(("", options.values.encode()))
    for name, data in given:
        try:
            read_values(data, name)
        except ValuesError as error:
            line = error.fault.line
            pointer = "" if name else "$.helm.values"
            said = error.fault.message
            if not name and line:
                said = f"{said} (its line {line})"
            yield Finding(name, line if name else None, "", pointer, said, error.fault.rule)


def passed_over(options: HelmOptions, resolver: ValueFileResolver) -> Iterator[Finding]:
    """Give a warning for a value file that may be missing, and lies there by almost that name.

    Which means its ending, its capitals, or value for values; names that differ more are often
    those of other environments.
    """
    if not options.ignore_missing_value_files:
        return
    paths: dict[str, Path] = {}
    for name in options.value_files:
        with suppress(UnreachableError, ValueFileError):
            paths[name] = resolver.resolve(name)
    for name, path in paths.items():
        if path.exists() or _PATTERN & set(path.name) or not path.parent.is_dir():
            continue
        others = sorted(each for each in path.parent.iterdir() if each not in paths.values())
        meant = next((each.name for each in others if _plain(each) == _plain(path)), "")
        if meant and _plain(path):
            message = (
                f"Argo CD passes over the value file {name}, which is not there, as "
                f"ignoreMissingValueFiles asks; did you mean {name.removesuffix(path.name)}{meant}?"
            )
            yield Finding(
                "", None, "", "$.helm.valueFiles", message, "source", severity=Severity.WARNING
            )


def _plain(path: Path) -> str:
    """Return a file's name without how it is written, "" for none of YAML."""
    stem, _, ending = path.name.lower().rpartition(".")
    return _VALUES.sub("value", stem) if ending in _ENDINGS else ""


def without_dollar(name: str, refs: frozenset[str]) -> Finding | None:
    """Return what is to say of a value file of a chart from elsewhere that begins like a ref.

    Only `$name/` leads to the source with that ref; anything else is looked for in the chart
    (getResolvedValueFiles in reposerver/repository/repository.go), where there is hardly ever one.
    """
    first = name.partition("/")[0]
    if first not in refs or name == first:
        return None
    message = f"Argo CD looks for the value file {name} in the chart itself; write ${name}"
    return Finding("", None, "", "$.helm.valueFiles", message, "source", severity=Severity.WARNING)
