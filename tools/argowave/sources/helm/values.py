"""Value files, values and parameters → the one mapping that Helm renders with.

The order is that of `helm template` with the flags that Argo CD passes (util/helm/cmd.go):
value files in order, then values, then --set, --set-string and --set-file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.files.regular import read_regular
from argowave.sources.helm.chart_request import ChartFault
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.sources.helm.chart_request import ChartRequest

_BRACES: Final = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class SetParsers:
    """Helm's parsers of one `name=value` expression; each raises ValueError."""

    plain: Callable[[str], dict[str, Any]]  # --set
    string: Callable[[str], dict[str, Any]]  # --set-string
    file: Callable[[str], dict[str, Any]]  # --set-file


class ValuesError(ValueError):
    """Values that Helm could not use."""

    def __init__(self, fault: ChartFault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def merge_values(request: ChartRequest, parsers: SetParsers) -> dict[str, Any]:
    """Return the user's values; the chart's own defaults are not among them.

    Args:
        request: the chart with its value files, values and parameters.
        parsers: Helm's own reading of what follows --set, --set-string and --set-file.

    Raises:
        ValuesError: a file or expression cannot be read.
    """
    merged: dict[str, Any] = {}
    for path in request.value_files:
        try:
            data = read_regular(path)
        except OSError as error:
            fault = ChartFault(f"cannot be read: {error.strerror}", str(path), rule="values")
            raise ValuesError(fault) from error
        merged = merge(merged, read_values(data, str(path)))
    if isinstance(request.values, dict):
        merged = merge(merged, request.values)
    elif request.values:
        merged = merge(merged, read_values(request.values.encode(), ""))
    for parameter in request.parameters:
        if not parameter.force_string:
            set_value(merged, parameter.name, escape_commas(parameter.value), parsers.plain)
    for parameter in request.parameters:
        if parameter.force_string:
            set_value(merged, parameter.name, escape_commas(parameter.value), parsers.string)
    for name, path in request.file_parameters:
        set_value(merged, name, escape_commas(path.as_posix()), parsers.file)
    return merged


def read_values(data: bytes, source: str) -> dict[str, Any]:
    """Return the mapping of a values file; several documents are merged, as Helm 4 does.

    Raises:
        ValuesError: a document is no YAML or no mapping.
    """
    merged: dict[str, Any] = {}
    for document in read_documents(data, source):
        if isinstance(document, YamlFault):
            message = _unfilled(data, document) or document.message
            raise ValuesError(ChartFault(message, source, document.line, rule="values"))
        if document.body is None:
            continue
        if not isinstance(document.body, dict):
            message = "values must be a mapping"
            raise ValuesError(ChartFault(message, source, document.line, rule="values"))
        merged = merge(merged, document.body)
    return merged


def _unfilled(data: bytes, fault: YamlFault) -> str:
    """Return what to say of `a: {{b}}`, which somebody or an ApplicationSet has not filled in."""
    lines = data.decode(errors="replace").split("\n")
    line = "".join(lines[fault.line - 1 : fault.line])
    found = _BRACES.search(line) if "map key" in fault.message else None
    return f"{found[0]} is not filled in, and no value in YAML as it stands" if found else ""


def merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Merge mappings recursively; lists and scalars of `over` replace, null too (MergeMaps)."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            result[key] = merge(below, value)
        else:
            result[key] = value
    return result


def set_value(
    values: dict[str, Any], name: str, value: str, parse: Callable[[str], dict[str, Any]]
) -> None:
    """Apply one parameter to `values` in place, as `--set name=value` would.

    Raises:
        ValuesError: Helm cannot read the expression.
    """
    try:
        parsed = parse(f"{name}={value}")
    except ValueError as error:
        left = _BRACES.search(value)
        why = f"{left[0]} is not filled in" if left else str(error)
        message = f"the parameter {name} cannot be set: {why}"
        raise ValuesError(ChartFault(message, rule="values")) from error
    _overlay(values, parsed, by_index="[" in name)


def _overlay(values: dict[str, Any], parsed: dict[str, Any], *, by_index: bool) -> None:
    for key, value in parsed.items():
        values[key] = _laid_over(values.get(key), value, by_index=by_index)


def _laid_over(below: Any, value: Any, *, by_index: bool) -> Any:  # noqa: ANN401 (JSON values)
    """Return `value` laid over what was there.

    An index sets one element: Helm parses `a[2]=x` alone as [null, null, x], so all but the last
    element are only there to hold the place.
    """
    if isinstance(value, dict) and isinstance(below, dict):
        result = dict(below)
        _overlay(result, value, by_index=by_index)
        return result
    if by_index and isinstance(value, list) and value and isinstance(below, list):
        index = len(value) - 1
        padded = below + [None] * (len(value) - len(below))
        padded[index] = _laid_over(padded[index], value[index], by_index=True)
        return padded
    return value


def escape_commas(value: str) -> str:
    r"""Return a parameter's value as Argo CD escapes it (cleanSetParameters, util/helm/cmd.go).

    `,` becomes `\,` unless it is escaped already; a list `{a,b}` stays.
    """
    if value.startswith("{") and value.endswith("}"):
        return value
    escaped = []
    before = ""
    for character in value:
        escaped.append("\\," if character == "," and before != "\\" else character)
        before = character
    return "".join(escaped)
