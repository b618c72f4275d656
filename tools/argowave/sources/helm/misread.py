"""Values that Helm could not use whatever the chart says, so that no chart is needed to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding, Severity
from argowave.sources.helm.values import ValuesError, read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from argowave.sources.source import HelmOptions


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
