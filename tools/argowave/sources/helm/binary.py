"""A chart request → manifests, rendered by a `helm` binary with the flags that Argo CD passes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from argowave.bounded.bounds import stated_bounds
from argowave.bounded.errors import EndedError
from argowave.bounded.program import run_program
from argowave.errors import ChartError
from argowave.files.scratch import scratch_folder
from argowave.sources.helm.chart_request import ChartFault, Rendered, unfilled
from argowave.sources.helm.complaints import read_complaint
from argowave.sources.helm.documents import MOST, TOO_MANY
from argowave.sources.helm.hooks import left_out_by_binary
from argowave.sources.helm.values import escape_commas
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.sources.helm.chart_request import ChartRequest

_SOURCE = re.compile(rb"\s*# Source: (.+)\n?")
_UNFILLED = re.compile(r"missing in charts/ directory: (.+)")


@dataclass(frozen=True, slots=True)
class HelmBinary:
    """A helm executable."""

    path: str

    def render(self, request: ChartRequest) -> Rendered:
        """Run `helm template`; what it refuses becomes faults.

        Raises:
            ChartError: the binary cannot be run.
        """
        with scratch_folder() as folder:
            command = [self.path, *_arguments(request, folder)]
            try:
                done = run_program(command, stated_bounds())
            except EndedError as error:
                message = f"the chart was not rendered to its end: {error}"
                return Rendered(faults=(ChartFault(message),))
            except (OSError, ValueError) as error:
                message = f"helm cannot be run: {getattr(error, 'strerror', None) or error}"
                raise ChartError(message, path=self.path) from error
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode == 0:
            lost = left_out_by_binary(said, request.chart)
            return replace(_read_output(done.stdout, request), left_out=tuple(lost))
        if match := _UNFILLED.search(said):
            return Rendered(unchecked=unfilled(match[1].strip().split(", ")))
        complaint = said.partition("Error: ")[2].partition("\n\nUse --debug")[0]
        return Rendered(faults=read_complaint(complaint or said))


def _arguments(request: ChartRequest, folder: Path) -> Iterator[str]:
    """Yield the arguments in Argo CD's order (util/helm/cmd.go)."""
    yield from ("template", str(request.chart), "--name-template", request.release)
    if request.namespace:
        yield from ("--namespace", request.namespace)
    yield from ("--kube-version", request.kubernetes_version)
    for parameter in request.parameters:
        flag = "--set-string" if parameter.force_string else "--set"
        yield from (flag, f"{parameter.name}={escape_commas(parameter.value)}")
    for name, path in request.file_parameters:
        yield from ("--set-file", f"{name}={escape_commas(path.as_posix())}")
    for path in request.value_files:
        yield from ("--values", str(path))
    if request.values:
        extra = folder / "values.yaml"
        text = request.values if isinstance(request.values, str) else json.dumps(request.values)
        extra.write_text(text, "utf-8")
        yield from ("--values", str(extra))
    for version in request.api_versions:
        yield from ("--api-versions", version)
    if request.include_crds:
        yield "--include-crds"
    if request.skip_schema_validation:
        yield "--skip-schema-validation"
    if request.skip_tests:
        yield "--skip-tests"


def _read_output(data: bytes, request: ChartRequest) -> Rendered:
    if data.count(b"\n---") > MOST:
        return Rendered(faults=(ChartFault(f"the chart {TOO_MANY}"),))
    documents = []
    faults = []
    template = ""
    for document in read_documents(data, ""):
        if isinstance(document, YamlFault):
            faults.append(ChartFault(f"renders to no YAML: {document.message}", template))
            continue
        if match := _SOURCE.match(document.text):
            template = match[1].decode()
        if document.body is not None:
            documents.append(replace(document, source=request.locate(template)))
    return Rendered(() if faults else tuple(documents), tuple(faults))
