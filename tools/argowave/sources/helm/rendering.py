"""A request for a Helm source and its chart → generated manifests, by one of the two backends."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.finding import Finding
from argowave.sources.helm.chart_request import ChartRequest, Rendered
from argowave.sources.helm.excerpts import line_in
from argowave.sources.helm.misread import misread, passed_over, without_dollar
from argowave.sources.helm.value_files import UnreachableError, ValueFileError, ValueFileResolver
from argowave.sources.request import Generated, NotChecked, UsedChart
from argowave.sources.source import Parameter
from argowave.sources.substitution import build_variables, substitute
from argowave.sources.versions import full_version
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from argowave.sources.helm.chart_request import ChartFault
    from argowave.sources.request import Charts, ManifestRequest


def render_chart(
    request: ManifestRequest,
    chart: Path,
    folder: Path | None,
    shown: str,
    locate: Callable[[str], str],
) -> Generated:
    """Render one chart and say what is wrong with it.

    Args:
        request: the source, with everything around it.
        chart: the chart's folder or archive.
        folder: what relative value files are relative to; None when the chart is an archive.
        shown: the chart as findings name it.
        locate: Helm's template path → the path that findings show.
    """
    resolver = _resolver(request, folder, build_variables(request))
    try:
        chart_request = _chart_request(request, resolver, chart, locate)
    except ValueFileError as error:
        found = Finding("", None, "", error.pointer, str(error), "source")
        return Generated(findings=(found,), wanted=resolver.asked)
    except UnreachableError as error:
        not_checked = NotChecked(f"chart {shown}", str(error))
        return Generated(not_checked=(not_checked,), wanted=resolver.asked)
    rendered = _backend(request.charts)(chart_request)
    if rendered.unchecked:
        return unrendered(request, folder, shown, rendered.unchecked)
    return Generated(
        documents=rendered.documents,
        rendered=True,
        files=_files(request, chart_request, folder),
        findings=(
            *passed_over(request.source.helm, resolver),
            *(
                _finding(fault, request, chart_request, resolver.labels)
                for fault in (*rendered.faults, *rendered.left_out)
            ),
        ),
        chart=None if folder is None or rendered.faults else UsedChart(folder, chart_request),
        rendering=None if rendered.faults else chart_request,
        wanted=resolver.asked,
    )


def chart_request_of(request: ManifestRequest, folder: Path) -> ChartRequest:
    """Return what Argo CD would pass to Helm for a chart, whose dependencies may be missing.

    Raises:
        ValueFileError: a value file is not there.
        UnreachableError: one is elsewhere.
    """
    resolver = _resolver(request, folder, build_variables(request))
    return _chart_request(request, resolver, folder, str)


def _resolver(
    request: ManifestRequest, folder: Path | None, variables: Mapping[str, str]
) -> ValueFileResolver:
    fetched = {ref.name: ref.root for ref in request.fetched_refs}
    return ValueFileResolver(
        request.repository,
        folder,
        request.refs,
        request.foreign_refs,
        variables,
        request.charts,
        fetched,
        ignored=request.ignored,
    )


def unrendered(request: ManifestRequest, folder: Path | None, shown: str, why: str) -> Generated:
    """Return what can be told of a chart that is not rendered: its value files, or their faults."""
    options = request.source.helm
    resolver = _resolver(request, folder, build_variables(request))
    paths: list[Path] = []
    findings: list[Finding] = []
    for name in options.value_files:
        try:
            missing = options.ignore_missing_value_files
            paths += resolver.value_files((name,), ignore_missing=missing)
        except ValueFileError as error:
            findings.append(Finding("", None, "", "", str(error), "source"))
        except UnreachableError:
            # the chart as a whole is named as not looked at
            if folder is None and (found := without_dollar(name, resolver.names)):
                findings.append(found)
    if folder is not None and (folder / "values.yaml").is_file():
        paths.insert(0, folder / "values.yaml")
    own = request.own or request.repository
    files = {path.relative_to(own).as_posix(): path for path in paths if path.is_relative_to(own)}
    findings += [*misread(options, files), *passed_over(options, resolver)]
    documents = [
        document
        for name, path in files.items()
        for document in read_documents(path.read_bytes(), name)
        if isinstance(document, Document)
    ]
    return Generated(
        not_checked=(NotChecked(f"chart {shown}", why),),
        findings=tuple(findings),
        files=tuple(files),
        values=tuple(documents),
        wanted=resolver.asked,
    )


def _backend(charts: Charts) -> Callable[[ChartRequest], Rendered]:
    if charts.helm is None:
        from argowave.sources.helm.library import render  # noqa: PLC0415 (or the binary)
        from argowave.sources.helm.remembered import remembering  # noqa: PLC0415 (as above)

        return partial(render, install=remembering(charts.results))
    from argowave.sources.helm.binary import HelmBinary  # noqa: PLC0415 (seldom needed)

    return HelmBinary(charts.helm).render


def _chart_request(
    request: ManifestRequest,
    resolver: ValueFileResolver,
    chart: Path,
    locate: Callable[[str], str],
) -> ChartRequest:
    """Return what Argo CD would pass to Helm (helmTemplate, reposerver/repository)."""
    options = request.source.helm
    variables = resolver.variables
    return ChartRequest(
        chart=chart,
        release=options.release_name or request.application,
        namespace=options.namespace or request.namespace,
        kubernetes_version=full_version(options.kube_version or request.kubernetes_version),
        locate=locate,
        api_versions=options.api_versions or request.api_versions,
        value_files=resolver.value_files(
            options.value_files, ignore_missing=options.ignore_missing_value_files
        ),
        values=options.values,
        parameters=tuple(
            Parameter(entry.name, substitute(entry.value, variables), entry.force_string)
            for entry in options.parameters
        ),
        file_parameters=tuple(_file_parameters(resolver, options.file_parameters)),
        include_crds=not options.skip_crds,
        skip_tests=options.skip_tests,
        skip_schema_validation=options.skip_schema_validation,
    )


def _file_parameters(
    resolver: ValueFileResolver, stated: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, Path]]:
    """Give parameters with the files that their values are in.

    Raises:
        ValueFileError: a file does not exist or leaves the repository.
        UnreachableError: a file is elsewhere.
    """
    for index, (name, given) in enumerate(stated):
        try:
            paths = replace(resolver, parameter=name).value_files((given,), ignore_missing=False)
        except ValueFileError as error:
            pointer = f"$.helm.fileParameters[{index}].path"
            raise ValueFileError(str(error), pointer) from error
        yield from ((name, path) for path in paths)


def _files(request: ManifestRequest, chart: ChartRequest, folder: Path | None) -> tuple[str, ...]:
    """Return the value files in this repository that took part."""
    paths = list(chart.value_files)
    if folder is not None and (folder / "values.yaml").is_file():
        paths.insert(0, folder / "values.yaml")
    own = request.own or request.repository
    return tuple(path.relative_to(own).as_posix() for path in paths if path.is_relative_to(own))


def _finding(
    fault: ChartFault, request: ManifestRequest, chart: ChartRequest, labels: Mapping[Path, str]
) -> Finding:
    path, line = fault.path, fault.line
    if fault.rule == "chart" and path:
        line = line or _template_line(fault, chart)
        path = chart.locate(path)
        line = line or _line_with(request.repository / path, fault.word)
    elif fault.rule == "values-schema" and chart.value_files:
        path, line = _stated(fault, chart)
    if Path(path).is_relative_to(request.repository):
        path = Path(path).relative_to(request.repository).as_posix()
    path = labels.get(Path(path), path)
    return Finding(path, line, "", fault.pointer, fault.message, fault.rule)


def _template_line(fault: ChartFault, chart: ChartRequest) -> int | None:
    """Return the line of a template that has rendered to a line which is at fault."""
    template = chart.chart / fault.path.partition("/")[2]
    if not fault.rendered or not template.is_file():
        return None
    return line_in(template.read_text("utf-8", "replace"), fault.rendered)


def _stated(fault: ChartFault, chart: ChartRequest) -> tuple[str, int | None]:
    """Return the value file that states a value, and its line; the last one where none does."""
    for path in reversed(chart.value_files):
        document = next(iter(read_documents(path.read_bytes(), str(path))), None)
        if isinstance(document, Document) and _has(document.body, fault.value):
            return str(path), document.line_of(fault.value)
    return str(chart.value_files[-1]), None


def _line_with(path: Path, word: str) -> int | None:
    """Return the first line of a template that has a word; None where it has it from elsewhere."""
    if not word or not path.is_file():
        return None
    lines = path.read_text("utf-8", "replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line), None)


def _has(value: Any, steps: tuple[str | int, ...]) -> bool:  # noqa: ANN401 (any JSON value)
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    return bool(steps)
