"""A pipeline that runs on an emulator, and what checks look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.flows import Scene, from_inventory, run_checks
from argowave.flows.registry import find_checks
from argowave.kubernetes import find_server
from argowave.rehearse.emulator import MiniStack
from argowave.rehearse.rehearsal import Rehearsal
from argowave.rehearse.stage import set_stage
from argowave.schema import open_store
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.flows import Result

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def running() -> Iterator[Rehearsal]:
    """Return staging, which has the hook; tests that break something belong at a module's end."""
    store = open_store(("default",))
    charts = Charts(cache=ROOT / ".cache" / "charts", fetch=False, helm=None)
    stage = set_stage(ROOT, "staging", store, charts)
    emulator = MiniStack(stage.account, stage.region)
    with emulator, Rehearsal(stage, emulator) as rehearsal:
        assert rehearsal.run(30).findings == ()
        yield rehearsal


@pytest.fixture
def scene(running: Rehearsal) -> Scene:
    declared = from_inventory(running.stage.inventory, "staging")
    server = find_server(running.api_url("devopstest", "justtrack-t1-check"))
    return Scene(running.aws, declared, publishes=True, server=server, namespace="devopstest")


@pytest.fixture
def check(scene: Scene) -> Callable[..., Result]:
    """Return what runs one check and gives its result."""

    def run(name: str, timeout: float = 0) -> Result:
        (result,) = run_checks(scene, find_checks([name]), timeout)
        return result

    return run
