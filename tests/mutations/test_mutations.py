"""The repository broken in one place at a time: each defect must be noticed, by the right rule."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from argowave.lint import Ground, Linter, Stores
from argowave.rules.registry import load_rules
from argowave.settings import load_settings
from argowave.sources.request import Charts
from argowave.waivers import covers
from mutations import argocd, localstack, pipeline, workloads
from mutations.mutation import ROOT
from this_repository import copy_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from argowave.finding import Finding
    from mutations.mutation import Mutation

MUTATIONS = [
    *pipeline.mutations(),
    *localstack.mutations(),
    *argocd.mutations(),
    *workloads.mutations(),
]
LEAST = 60


class Bench:
    """A copy of the repository that is broken and mended again and again."""

    def __init__(self, folder: Path, stores: Stores) -> None:
        self.folder = copy_repository(folder)
        self.waivers = load_settings(ROOT).waivers
        self.linter = Linter(folder, stores, load_rules)
        self.ground = Ground(folder, (), Charts(cache=folder / "cache"), processes=1)

    def lint(self) -> list[Finding]:
        plots = self.ground.environments(["dev"])
        report = self.linter.run(plots)
        return [
            finding
            for finding in report.findings
            if not any(covers(waiver, finding) for waiver in self.waivers)
        ]

    def lint_broken(self, mutation: Mutation) -> list[Finding]:
        try:
            for path, text in mutation.files.items():
                file = self.folder / path
                if text is None:
                    file.unlink()
                else:
                    file.write_text(text)
            return self.lint()
        finally:
            for path in mutation.files:
                if (ROOT / path).is_file():
                    shutil.copyfile(ROOT / path, self.folder / path)
                else:
                    (self.folder / path).unlink()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Stores(()) as stores:
        yield Bench(tmp_path_factory.mktemp("mutations"), stores)


def test_there_are_many_mutations_and_none_stands_twice() -> None:
    assert len(MUTATIONS) >= LEAST
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)


def test_the_unbroken_repository_gives_no_finding(bench: Bench) -> None:
    assert [str(finding) for finding in bench.lint()] == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation.name for mutation in MUTATIONS])
def test_a_defect_is_noticed_by_its_rule(mutation: Mutation, bench: Bench) -> None:
    found = bench.lint_broken(mutation)

    assert mutation.rule in {finding.rule for finding in found}, [str(each) for each in found]
