"""Helm's own code, in a child whose time and memory are bounded: the only user of its library.

What `helm template` does around the rendering is done in the modules beside this one, and
compared with the binary in tests/parity.
"""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.bounds import stated_bounds
from argowave.bounded.errors import RefusedError
from argowave.sources.helm.template_name import makes_manifests

# rendering makes garbage fast: collecting half as often saves a sixth of the time for 3 MB.
# Go reads both when the library is loaded.
os.environ.setdefault("GOGC", "200")
os.environ.setdefault("GOMEMLIMIT", f"{stated_bounds().megabytes * 0.8:.0f}MiB")

import helm_python as helm
from helm_python import _native

if TYPE_CHECKING:
    from collections.abc import Callable

LOAD: Final = "load"  # kinds of refusals: the chart cannot be loaded
RENDER: Final = "render"  # it does not render
VALUE: Final = "value"  # an expression of --set cannot be read


def answer(operation: str, given: Any) -> Any:  # noqa: ANN401 (JSON values)
    """Do one of the operations below.

    Raises:
        RefusedError: Helm says no.
    """
    return _OPERATIONS[operation](given)


def _version(_given: object) -> str:
    return helm.helm_sdk_version()


def _set(given: dict[str, str]) -> Any:  # noqa: ANN401 (JSON values)
    """Return what one `name=value` after --set, --set-string or --set-file says."""
    parsers: dict[str, Callable[[str], dict[str, Any]]] = {
        "plain": helm.parse_set_string,
        "string": helm.parse_set_string_values,
        "file": helm.parse_set_file,
    }
    try:
        return parsers[given["kind"]](given["text"])
    except ValueError as error:
        raise RefusedError(VALUE, str(error)) from error


def _merge(given: dict[str, Any]) -> Any:  # noqa: ANN401 (JSON values)
    """Return values over the defaults of a chart and its subcharts."""
    with _load(given) as chart:
        try:
            return chart.merge_values(given["values"])
        except helm.HelmError as error:
            raise RefusedError(RENDER, str(error)) from error


def _install(given: dict[str, Any]) -> dict[str, Any]:
    """Return what a chart says about itself, and what it renders to or why it does not.

    Without values it is not rendered.
    """
    # rendering drops disabled subcharts from the loaded chart for good, so it is used once
    with _load(given) as chart:
        metadata = chart.metadata
        declared = metadata.get("dependencies")
        found: dict[str, Any] = {
            "metadata": metadata,
            "dependencies": [each.get("name") for each in chart.dependencies] if declared else [],
            "crds": [[each["filename"], each["data"]] for each in chart.crds if given["crds"]],
            "release": _release_fault(given["options"]["name"]),
            "texts": {},
            "refused": "",
        }
        if given["values"] is not None:
            try:
                found["texts"] = _texts(chart, given)
            except helm.HelmError as error:
                found["refused"] = str(error)
    return found


def _release_fault(name: str) -> str:
    try:
        helm.validate_release_name(name)
    except helm.HelmInvalidArgError as error:
        return str(error)
    return ""


def _render(given: dict[str, Any]) -> Any:  # noqa: ANN401 (JSON values)
    """Return {template: text} of a chart."""
    with _load(given) as chart:
        try:
            return _texts(chart, given)
        except helm.HelmError as error:
            raise RefusedError(RENDER, str(error)) from error


def _alike(given: dict[str, Any]) -> list[bool]:
    """Tell of all values but the first whether a chart renders to what the first ones give.

    Where those do not render, none does.
    """
    first, *others = given["values"]
    # rendering drops disabled subcharts from the loaded chart for good, and only then
    with _load(given) as chart:
        once = bool(chart.dependencies)
        whole = _made(chart, given | {"values": first})
        if whole is None or not once:
            return [
                whole is not None and _made(chart, given | {"values": each}) == whole
                for each in others
            ]
    return [_made_afresh(given | {"values": each}) == whole for each in others]


def _made_afresh(given: dict[str, Any]) -> dict[str, str] | None:
    with _load(given) as chart:
        return _made(chart, given)


def _made(chart: helm.Chart, given: dict[str, Any]) -> dict[str, str] | None:
    """Return the texts that manifests are read from, None where the chart does not render."""
    try:
        texts = _texts(chart, given)
    except helm.HelmError:
        return None
    return {name: text for name, text in texts.items() if makes_manifests(name)}


def _texts(chart: helm.Chart, given: dict[str, Any]) -> Any:  # noqa: ANN401 (JSON values)
    """Call the library's renderer; its Python signature leaves out two of its options."""
    values, options = json.dumps(given["values"]), json.dumps(given["options"])
    return json.loads(_native.call_string("helm_render", chart._raw(), values, options))  # noqa: SLF001 (no public name has both options)


def _load(given: dict[str, Any]) -> helm.Chart:
    try:
        if "archive" in given:
            return helm.Chart.load_archive(base64.b64decode(given["archive"]))
        return helm.Chart.load(given["chart"])
    except helm.HelmError as error:
        raise RefusedError(LOAD, str(error)) from error


_OPERATIONS: Final[dict[str, Callable[[Any], Any]]] = {
    "version": _version,
    "set": _set,
    "merge": _merge,
    "install": _install,
    "render": _render,
    "alike": _alike,
}
