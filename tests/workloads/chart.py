"""One of this repository's charts, rendered with given values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argowave.sources.helm.chart_request import ChartRequest, Rendered

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart of workloads/ and what renders it."""

    name: str
    backend: Callable[[ChartRequest], Rendered]

    def ask(self, values: dict[str, Any] | str, release: str = "") -> Rendered:
        request = ChartRequest(
            chart=REPOSITORY / "workloads" / self.name,
            release=release or self.name,
            namespace="devopstest",
            kubernetes_version="1.35.0",
            locate=str,
            values=values,
        )
        return self.backend(request)

    def render(self, values: dict[str, Any] | str) -> dict[str, dict[str, Any]]:
        """Return the manifests by `Kind/name`."""
        rendered = self.ask(values)
        assert rendered.faults == ()
        bodies = [document.body for document in rendered.documents]
        return {f"{body['kind']}/{body['metadata']['name']}": body for body in bodies}

    def refusals(self, values: dict[str, Any]) -> list[str]:
        """Return what is wrong with `values`, as Helm says it."""
        faults = self.ask(values).faults
        return [f"{fault.pointer} {fault.message}".strip() for fault in faults]
