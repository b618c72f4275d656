"""Every rule of `argowave lint` over 1,000 Applications, beside rendering them.

The same repository for both, in one process and in the same run, so that the ratio means
something on any machine: what generating 5,000 manifests from 1,000 charts takes, and what all
rules together take over them. `--each` shows what every rule takes, the shared work (inventory,
references, order) first.

    python benchmarks/rules.py [--applications 1000] [--runs 3] [--each]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from applications import REPOSITORY, write_repository

from argowave.lint import Ground
from argowave.rules import Scene, judge
from argowave.rules.registry import load_rules
from argowave.schema import open_store
from argowave.sources.request import Charts

if TYPE_CHECKING:
    from argowave.rules import Verdict
    from argowave.tree import Tree


@dataclass(frozen=True)
class Run:
    """What one run took, in seconds."""

    rendering: float
    rules: float
    tree: Tree
    verdict: Verdict


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--applications", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3, help="the quickest of these counts")
    parser.add_argument("--each", action="store_true", help="show every rule's own time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_repository(folder / "repository", arguments.applications)
        runs = [measure(folder / "repository") for _ in range(arguments.runs)]
        show(runs)
        if arguments.each:
            show_each(folder / "repository", runs[-1].tree)


def measure(repository: Path) -> Run:
    """Render a repository, then judge it; the first rules do the shared work."""
    rules = load_rules()
    ground = Ground(repository, (REPOSITORY,), Charts(cache=repository / "cache"), processes=1)
    plot = ground.root(repository / "root.yaml", "1.36")
    start = time.perf_counter()
    tree = plot.load()
    rendered = time.perf_counter()
    verdict = judge(Scene(repository, tree, open_store()), rules, {})
    return Run(rendered - start, time.perf_counter() - rendered, tree, verdict)


def show(runs: list[Run]) -> None:
    """Print the quickest run of both, and the ratio."""
    rendering, rules = (min(getattr(run, what) for run in runs) for what in ("rendering", "rules"))
    tree, verdict = runs[-1].tree, runs[-1].verdict
    manifests = f"{len(tree.applications)} Applications, {len(tree.manifests)} manifests"
    print(f"rendering, one process   {rendering:6.2f} s   {manifests}")
    found = f"{len(verdict.findings)} findings, {len(verdict.undecided)} undecided"
    print(f"all rules together       {rules:6.2f} s   {found}")
    print(f"rules per rendering      {rules / rendering:6.2f}")


def show_each(repository: Path, tree: Tree) -> None:
    """Print what each rule takes over a tree, and the work that several of them need."""
    scene = Scene(repository, tree, open_store())
    for shared in ("inventory", "graph", "dependencies"):
        start = time.perf_counter()
        getattr(scene, shared)
        print(f"  {'(' + shared + ')':26} {1000 * (time.perf_counter() - start):8.1f} ms")
    for rule in load_rules():
        start = time.perf_counter()
        count = len(list(rule.check(scene)))
        took = 1000 * (time.perf_counter() - start)
        print(f"  {rule.name:26} {took:8.1f} ms   {count} given")


if __name__ == "__main__":
    main()
