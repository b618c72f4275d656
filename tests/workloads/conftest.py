"""The charts of this repository, rendered by both backends with each environment's values."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.environment import Environment, load_environments
from argowave.render import open_renderer
from argowave.sources.helm.binary import HelmBinary
from argowave.sources.helm.library import render
from workloads.chart import REPOSITORY, Chart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.sources.helm.chart_request import ChartRequest, Rendered

ENVIRONMENTS = ("dev", "staging", "prod")


@pytest.fixture(params=["library", "helm"])
def backend(request: pytest.FixtureRequest) -> Callable[[ChartRequest], Rendered]:
    if request.param == "library":
        return render
    path = shutil.which("helm")
    if path is None:
        pytest.skip("helm is not on PATH")
    return HelmBinary(path).render


@pytest.fixture
def justtrack(backend: Callable[[ChartRequest], Rendered]) -> Chart:
    return Chart("justtrack-t1", backend)


@pytest.fixture
def dynamodb_admin(backend: Callable[[ChartRequest], Rendered]) -> Chart:
    return Chart("dynamodb-admin", backend)


@pytest.fixture(scope="session")
def values_files() -> dict[tuple[str, str], str]:
    """Return the rendered values by environment and chart."""
    return dict(_render_values())


@pytest.fixture(scope="session")
def environments() -> dict[str, Environment]:
    return {each.name: each for each in load_environments(REPOSITORY, ENVIRONMENTS)}


def _render_values() -> Iterator[tuple[tuple[str, str], str]]:
    renderer = open_renderer(REPOSITORY)
    for environment in load_environments(REPOSITORY, ENVIRONMENTS):
        for path, text in renderer.render(environment).files.items():
            if path.startswith("values/"):
                yield (environment.name, Path(path).stem), text
