"""Questions for Helm's own code, which runs in a child: see engine.py."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.errors import RefusedError, UnavailableError
from argowave.bounded.worker import ask, prepare
from argowave.errors import ChartError
from argowave.scarcity import advice_for_broken
from argowave.sources.helm.values import SetParsers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_ENGINE: Final = "argowave.sources.helm.engine"

Chart = dict[str, str]  # how a chart is named in a question


def of_path(path: Path) -> Chart:
    """Name a chart by its folder or archive."""
    return {"chart": str(path)}


def of_archive(archive: bytes) -> Chart:
    """Name a chart by its packed content."""
    return {"archive": base64.b64encode(archive).decode()}


def prepare_helm() -> None:
    """Start the child, which takes a tenth of a second, while something else is done."""
    prepare(_ENGINE)


def library_version() -> str:
    """Return the Helm version that charts are rendered with, such as v4.2.3."""
    version: str = _ask("version", None)
    return version


def install_chart(
    chart: Path, values: Mapping[str, Any] | None, options: Mapping[str, Any], *, crds: bool
) -> dict[str, Any]:
    """Return what a chart says about itself, and what it renders to.

    That is its `metadata`, the names of its `dependencies` in charts/, `crds` as pairs of file and
    text, why the `release`'s name is refused, and `texts` as of `render_chart` or why they are
    `refused`. Without values it is not rendered.

    Raises:
        BoundedError: there is no answer.
    """
    given = {**of_path(chart), "values": values, "options": options, "crds": crds}
    installed: dict[str, Any] = _ask("install", given)
    return installed


def render_chart(
    chart: Chart, values: Mapping[str, Any], options: Mapping[str, Any]
) -> dict[str, str]:
    """Return {Helm's path of a template: what it renders to}.

    Raises:
        BoundedError: there is no answer.
    """
    given = {**chart, "values": values, "options": options}
    texts: dict[str, str] = _ask("render", given)
    return texts


def render_alike(
    chart: Chart, values: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
) -> list[bool]:
    """Tell of all values but the first whether a chart renders to what the first ones give.

    Raises:
        BoundedError: there is no answer.
    """
    alike: list[bool] = _ask("alike", {**chart, "values": values, "options": options})
    return alike


def merged_values(chart: Chart, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values over the defaults of a chart and its subcharts.

    Raises:
        BoundedError: there is no answer.
    """
    merged: dict[str, Any] = _ask("merge", {**chart, "values": values})
    return merged


def _ask(operation: str, given: object) -> Any:  # noqa: ANN401 (any JSON value)
    """Ask the child.

    Raises:
        ChartError: there is no Helm library for this machine.
        BoundedError: there is no answer.
    """
    try:
        return ask(_ENGINE, operation, given)
    except UnavailableError as error:
        message = f"the Helm library cannot be loaded: {error}"
        hint = "pip install helm-python-sdk, or give a helm binary: --helm /path/to/helm"
        raise ChartError(message, hint=advice_for_broken(str(error), hint)) from error


def _parse(kind: str, text: str) -> dict[str, Any]:
    try:
        value: dict[str, Any] = _ask("set", {"kind": kind, "text": text})
    except RefusedError as error:
        raise ValueError(str(error)) from error
    return value


PARSERS: Final = SetParsers(
    plain=partial(_parse, "plain"), string=partial(_parse, "string"), file=partial(_parse, "file")
)
