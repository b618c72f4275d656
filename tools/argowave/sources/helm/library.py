"""A chart request → manifests, rendered by Helm's own code in a child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.bounded.errors import EndedError, RefusedError
from argowave.sources.helm.asking import PARSERS, install_chart, render_alike, render_chart
from argowave.sources.helm.chart_request import ChartFault, Rendered, unfilled
from argowave.sources.helm.complaints import read_complaint
from argowave.sources.helm.constraint import is_compatible
from argowave.sources.helm.documents import order_templates, read_rendered
from argowave.sources.helm.values import ValuesError, merge_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.sources.helm.asking import Chart
    from argowave.sources.helm.chart_request import ChartRequest
    from argowave.sources.helm.remembered import Install

_INSTALLABLE: Final = (None, "", "application")


def render(request: ChartRequest, install: Install = install_chart) -> Rendered:
    """Render a chart as `helm template` would; what it would refuse becomes a fault.

    Args:
        request: the chart, and everything that Argo CD would pass to `helm template`.
        install: asks Helm's own code, or remembers what that said.

    Raises:
        ChartError: there is no Helm library for this machine.
    """
    try:
        return _render(request, install)
    except EndedError as error:
        return Rendered(faults=(ChartFault(f"the chart was not rendered to its end: {error}"),))
    except RefusedError as error:
        return Rendered(faults=(ChartFault(f"the chart cannot be loaded: {error}"),))


def _render(request: ChartRequest, install: Install) -> Rendered:
    values, wrong = _values(request)
    options = _options(request)
    said = install(request.chart, values, options, crds=request.include_crds)
    metadata = said["metadata"]
    if metadata.get("type") not in _INSTALLABLE:
        message = f"a {metadata['type']} chart cannot be installed"
        return Rendered(faults=(ChartFault(message),))
    if missing := _missing(metadata.get("dependencies") or (), set(said["dependencies"])):
        return Rendered(unchecked=unfilled(missing))
    if fault := wrong or _refusal(metadata, said["release"], request):
        return Rendered(faults=(fault,))
    if said["refused"]:
        return _refused(said["refused"], request)
    crds = [
        document
        for name, text in said["crds"]
        for document in read_rendered(text, name, request.locate)
    ]
    documents, faults, left_out = order_templates(
        said["texts"], request.locate, skip_tests=request.skip_tests
    )
    faults += [crd for crd in crds if isinstance(crd, ChartFault)]
    if faults:
        return Rendered(faults=tuple(faults))
    made = [crd for crd in crds if not isinstance(crd, ChartFault)] + documents
    return Rendered(tuple(made), left_out=tuple(left_out))


def _values(request: ChartRequest) -> tuple[dict[str, Any] | None, ChartFault | None]:
    try:
        return merge_values(request, PARSERS), None
    except ValuesError as error:
        return None, error.fault


def _refused(text: str, request: ChartRequest) -> Rendered:
    faults = read_complaint(text)
    if request.skip_schema_validation and faults[0].rule == "values-schema":
        why = "the library always checks values.schema.json; give a helm binary: --helm"
        return Rendered(unchecked=why)
    return Rendered(faults=faults)


def _missing(declared: Any, loaded: set[str]) -> tuple[str, ...]:  # noqa: ANN401 (JSON)
    """Return the dependencies that charts/ does not hold; `helm template` stops at them."""
    return tuple(entry["name"] for entry in declared if entry.get("name") not in loaded)


def _refusal(metadata: dict[str, Any], wrong_name: str, request: ChartRequest) -> ChartFault | None:
    """Return why `helm template` would refuse the chart before rendering, or None."""
    if wrong_name:
        return ChartFault(f"the release name {request.release!r} is refused: {wrong_name}")
    constraint = metadata.get("kubeVersion")
    if constraint and not is_compatible(constraint, request.kubernetes_version):
        version = request.kubernetes_version
        message = f"the chart requires kubeVersion {constraint}, the environment has v{version}"
        return ChartFault(message)
    return None


def render_texts(chart: Chart, values: dict[str, Any], request: ChartRequest) -> dict[str, str]:
    """Return what each template of a chart gives with some values.

    Raises:
        BoundedError: there is no answer.
    """
    return render_chart(chart, values, _options(request))


def texts_alike(
    chart: Chart, values: Sequence[dict[str, Any]], request: ChartRequest
) -> list[bool]:
    """Tell of all values but the first whether a chart gives what it gives with the first.

    Raises:
        BoundedError: there is no answer.
    """
    return render_alike(chart, values, _options(request))


def _options(request: ChartRequest) -> dict[str, Any]:
    options: dict[str, Any] = {
        "name": request.release,
        "namespace": request.namespace or "default",
        "kube_version": f"v{request.kubernetes_version}",
    }
    if request.api_versions:
        options["api_versions"] = request.api_versions
    return options
