"""Copies of this repository's environments, and rehearsals of them on an emulator."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.rehearse.emulator import MiniStack
from argowave.rehearse.rehearsal import Rehearsal
from argowave.rehearse.stage import set_stage
from argowave.schema import open_store
from argowave.sources.request import Charts
from this_repository import copy_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argowave.rehearse.rehearsal import Outcome
    from argowave.rehearse.stage import Stage
    from argowave.schema import Store

ROOT = Path(__file__).parents[2]
PATIENCE = 2.5


@cache
def store() -> Store:
    return open_store(("default",))


def stage_of(repository: Path, environment: str) -> Stage:
    charts = Charts(cache=repository / ".charts", fetch=False, helm=None)
    return set_stage(repository, environment, store(), charts)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a copy of what an environment is made of, to be broken."""
    return copy_repository(tmp_path)


@pytest.fixture(scope="session")
def outcome_of() -> Callable[[str], Outcome]:
    """Return what rehearses an environment of this repository, each only once."""

    @cache
    def run(environment: str) -> Outcome:
        stage = stage_of(ROOT, environment)
        emulator = MiniStack(stage.account, stage.region)
        with emulator, Rehearsal(stage, emulator) as rehearsal:
            return rehearsal.run(30)

    return run


@pytest.fixture
def rehearse(repository: Path) -> Callable[..., Outcome]:
    """Return what rehearses an environment of the copy."""

    def run(environment: str = "dev", patience: float = PATIENCE) -> Outcome:
        stage = stage_of(repository, environment)
        emulator = MiniStack(stage.account, stage.region)
        with emulator, Rehearsal(stage, emulator) as rehearsal:
            return rehearsal.run(patience)

    return run


@pytest.fixture
def running(repository: Path) -> Iterator[Rehearsal]:
    """Return a rehearsal of dev that has come up and goes on."""
    stage = stage_of(repository, "dev")
    emulator = MiniStack(stage.account, stage.region)
    with emulator, Rehearsal(stage, emulator) as rehearsal:
        assert rehearsal.run(30).findings == ()
        yield rehearsal
