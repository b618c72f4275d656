"""A chart request → manifests, rendered in this process by Helm's own code.

The only module that knows the Helm library. What `helm template` does around the rendering is
done here and in the modules beside this one, and compared with the binary in tests/parity.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from argowave.sources.helm.chart_request import ChartFault, Rendered, unfilled
from argowave.sources.helm.complaints import read_complaint
from argowave.sources.helm.constraint import is_compatible
from argowave.sources.helm.documents import order_templates, read_rendered
from argowave.sources.helm.values import SetParsers, ValuesError, merge_values

# rendering makes garbage fast: collecting half as often saves a sixth of the time for 3 MB.
# Go reads it when the library is loaded.
os.environ.setdefault("GOGC", "200")

import helm_python as helm
from helm_python import _native

if TYPE_CHECKING:
    from argowave.sources.helm.chart_request import ChartRequest
    from argowave.yamlio import Document

PARSERS = SetParsers(
    plain=helm.parse_set_string, string=helm.parse_set_string_values, file=helm.parse_set_file
)
_INSTALLABLE = (None, "", "application")


def library_version() -> str:
    """Return the Helm version that charts are rendered with, such as v4.2.3."""
    return helm.helm_sdk_version()


def render(request: ChartRequest) -> Rendered:
    """Render a chart as `helm template` would; what it would refuse becomes a fault."""
    try:
        # rendering drops disabled subcharts from the loaded chart for good, so it is used once
        with helm.Chart.load(request.chart) as chart:
            return _render(chart, request)
    except ValuesError as error:
        return Rendered(faults=(error.fault,))
    except helm.HelmChartLoadError as error:
        return Rendered(faults=(ChartFault(f"the chart cannot be loaded: {error}"),))
    except helm.HelmError as error:
        faults = read_complaint(str(error))
        if request.skip_schema_validation and faults[0].rule == "values-schema":
            why = "the library always checks values.schema.json; give a helm binary: --helm"
            return Rendered(unchecked=why)
        return Rendered(faults=faults)


def _render(chart: helm.Chart, request: ChartRequest) -> Rendered:
    metadata = chart.metadata
    if metadata.get("type") not in _INSTALLABLE:
        message = f"a {metadata['type']} chart cannot be installed"
        return Rendered(faults=(ChartFault(message),))
    declared = metadata.get("dependencies") or ()
    if missing := _missing(chart, declared):
        return Rendered(unchecked=unfilled(missing))
    values = merge_values(request, PARSERS)
    if fault := _refusal(metadata, request):
        return Rendered(faults=(fault,))
    crds = [] if not request.include_crds else _crds(chart, request)
    texts = render_texts(chart, values, request)
    documents, faults = order_templates(texts, request.locate, skip_tests=request.skip_tests)
    faults += [crd for crd in crds if isinstance(crd, ChartFault)]
    if faults:
        return Rendered(faults=tuple(faults))
    return Rendered(tuple([crd for crd in crds if not isinstance(crd, ChartFault)] + documents))


def _missing(chart: helm.Chart, declared: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    """Return the dependencies that charts/ does not hold; `helm template` stops at them."""
    if not declared:
        return ()
    loaded = {dependency.get("name") for dependency in chart.dependencies}
    return tuple(entry["name"] for entry in declared if entry.get("name") not in loaded)


def _refusal(metadata: dict[str, Any], request: ChartRequest) -> ChartFault | None:
    """Return why `helm template` would refuse the chart before rendering, or None."""
    try:
        helm.validate_release_name(request.release)
    except helm.HelmInvalidArgError as error:
        return ChartFault(f"the release name {request.release!r} is refused: {error}")
    constraint = metadata.get("kubeVersion")
    if constraint and not is_compatible(constraint, request.kubernetes_version):
        version = request.kubernetes_version
        message = f"the chart requires kubeVersion {constraint}, the environment has v{version}"
        return ChartFault(message)
    return None


def _crds(chart: helm.Chart, request: ChartRequest) -> list[Document | ChartFault]:
    return [
        document
        for crd in chart.crds
        for document in read_rendered(crd["data"], crd["filename"], request.locate)
    ]


def render_texts(
    chart: helm.Chart, values: dict[str, Any], request: ChartRequest
) -> dict[str, str]:
    """Call the library's renderer; its Python signature leaves out two of its options."""
    options: dict[str, Any] = {
        "name": request.release,
        "namespace": request.namespace or "default",
        "kube_version": f"v{request.kubernetes_version}",
    }
    if request.api_versions:
        options["api_versions"] = request.api_versions
    texts: dict[str, str] = json.loads(
        _native.call_string("helm_render", chart._raw(), json.dumps(values), json.dumps(options))  # noqa: SLF001
    )
    return texts
