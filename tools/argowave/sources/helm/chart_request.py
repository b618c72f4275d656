"""What a backend is asked to render, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from argowave.sources.source import Parameter
    from argowave.yamlio import Document


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """One chart with everything that Argo CD would pass to `helm template`."""

    chart: Path  # a folder or a .tgz archive
    release: str
    namespace: str
    kubernetes_version: str  # 1.36.0
    locate: Callable[[str], str]  # Helm's template path → the path that findings show
    api_versions: tuple[str, ...] = ()
    value_files: tuple[Path, ...] = ()  # in the order of precedence, the last one wins
    values: str | dict[str, Any] = ""  # spec.source.helm.values or valuesObject, after the files
    parameters: tuple[Parameter, ...] = ()
    file_parameters: tuple[tuple[str, Path], ...] = ()
    include_crds: bool = True
    skip_tests: bool = False
    skip_schema_validation: bool = False


@dataclass(frozen=True, slots=True)
class ChartFault:
    """Why a chart does not render, or an object of it is missing, at one place."""

    message: str
    path: str = ""  # Helm's template path or the path of a values file; "" for the chart itself
    line: int | None = None
    pointer: str = ""  # of a value: $.replicas
    rule: str = "chart"
    value: tuple[str | int, ...] = ()  # the same, step by step, with a key that is not allowed
    rendered: str = ""  # the line of what a template rendered to, where that is at fault
    word: str = ""  # what stands in the template at the line that is meant, where that is not known


def unfilled(names: Iterable[str]) -> str:
    """Say that charts/ does not hold dependencies which Argo CD would download."""
    return f"charts/ does not hold {', '.join(names)}; run `helm dependency build`"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Manifests in the order in which `helm template` prints them, or the faults instead."""

    documents: tuple[Document, ...] = ()
    faults: tuple[ChartFault, ...] = ()
    unchecked: str = ""  # why it was not rendered at all, though Argo CD would render it
    left_out: tuple[ChartFault, ...] = ()  # what Helm passes over without a word
