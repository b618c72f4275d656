"""What lint says of each defect beside what happens when the defect is rehearsed.

Every mutation of tests/mutations is linted and brought up on an emulator. Printed are both
verdicts, then how far lint can be trusted: of what it found, how much really fails (precision),
and of what really fails, how much it found (recall). A defect that a rehearsal cannot show counts
in neither; the reason is printed instead.

    python benchmarks/reality.py [--only TEXT] [--processes 2]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unseen import reason_not_to_show

from argowave.errors import ToolError
from argowave.lint import Ground, Linter, Stores
from argowave.rehearse.emulator import MiniStack
from argowave.rehearse.rehearsal import Rehearsal
from argowave.rehearse.stage import set_stage
from argowave.rules.registry import load_rules
from argowave.schema import open_store
from argowave.settings import load_settings
from argowave.sources.request import Charts
from argowave.waivers import covers
from mutations import argocd, localstack, pipeline, workloads
from mutations.mutation import ROOT, Mutation
from this_repository import copy_repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding

PATIENCE = 3.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Both verdicts on one defect."""

    mutation: Mutation
    found: bool  # by lint, by the rule that is meant
    fails: bool  # in the rehearsal
    words: str  # what the rehearsal said first
    finding: str = ""  # of the rule that is meant


def main() -> None:
    """Judge each defect both ways, print the table and the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="mutations whose name contains this")
    parser.add_argument("--processes", type=int, default=2, help="rehearsals at once (2)")
    arguments = parser.parse_args()
    every = [
        *pipeline.mutations(),
        *localstack.mutations(),
        *argocd.mutations(),
        *workloads.mutations(),
    ]
    chosen = [mutation for mutation in every if arguments.only in mutation.name]
    started = time.monotonic()
    with ThreadPoolExecutor(arguments.processes) as pool:
        verdicts = []
        for verdict in pool.map(judge, chosen):
            verdicts.append(verdict)
            print(".", end="", file=sys.stderr, flush=True)
    show(verdicts)
    print(f"{len(chosen)} defects in {time.monotonic() - started:.0f} s")
    unbroken = judge(Mutation("unbroken", "", {}))
    print(f"unbroken repository: lint {_word(unbroken.found)}, runtime {_word(unbroken.fails)}")
    sys.exit(unbroken.found or unbroken.fails)


def judge(mutation: Mutation) -> Verdict:
    """Return both verdicts on a defect, in a copy of the repository of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_repository(folder)
        for path, text in mutation.files.items():
            if text is None:
                (folder / path).unlink()
            else:
                (folder / path).write_text(text)
        findings = lint(folder)
        fails, words = rehearse(folder)
        meant = [each for each in findings if mutation.rule in {"", each.rule}]
        finding = str(meant[0]) if meant else ""
        return Verdict(mutation, bool(meant), fails, words, finding)


def lint(folder: Path) -> list[Finding]:
    """Return what lint finds, waivers applied."""
    waivers = load_settings(ROOT).waivers
    with Stores(()) as stores:
        linter = Linter(folder, stores, load_rules)
        plots = Ground(folder, (), Charts(cache=folder / "cache"), 1).environments(["dev"])
        findings = linter.run(plots).findings
    return [
        finding for finding in findings if not any(covers(waiver, finding) for waiver in waivers)
    ]


def rehearse(folder: Path) -> tuple[bool, str]:
    """Return whether a rehearsal fails, and what it says first."""
    try:
        stage = set_stage(folder, "dev", open_store(("default",)), Charts(cache=folder / "cache"))
        emulator = MiniStack(stage.account, stage.region)
        with emulator, Rehearsal(stage, emulator) as rehearsal:
            outcome = rehearsal.run(PATIENCE)
    except ToolError as error:
        return True, error.message
    fails = bool(outcome.findings) or outcome.arrived is None
    first = outcome.findings[0] if outcome.findings else None
    return fails, f"{first.subject} {first.message}" if first else ""


def show(verdicts: Sequence[Verdict]) -> None:
    """Print the table, then the figures."""
    counted: Counter[tuple[bool, bool]] = Counter()
    print()
    for each in verdicts:
        why = "" if each.fails else reason_not_to_show(each.mutation)
        runtime = _word(each.fails) if not why else "cannot show"
        if not why:
            counted[each.found, each.fails] += 1
        words = why or each.words
        print(
            f"{_word(each.found):<6} {runtime:<11} {each.mutation.name:<55} "
            f"{each.mutation.rule:<26} {words[:90]}"
        )
    both, lint_alone = counted[True, True], counted[True, False]
    runtime_alone = counted[False, True]
    print()
    print(f"both fail: {both}; lint alone: {lint_alone}; runtime alone: {runtime_alone}")
    print(f"precision {_share(both, both + lint_alone)}")
    print(f"recall {_share(both, both + runtime_alone)}")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "nothing to count"


def _word(failed: bool) -> str:  # noqa: FBT001 (one fact)
    return "fails" if failed else "passes"


if __name__ == "__main__":
    main()
