"""What `argowave lint` says of a defect, beside what a rehearsal of it shows.

Every mutation of tests/mutations is linted and rehearsed; the repository as it is has to pass
both. Printed are the mutations on which the two disagree, and how often they agree.

    python benchmarks/reality.py [--only WORD] [--processes 2]

Needs what `./nox -s flow` needs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

from mutations import argocd, localstack, pipeline, workloads  # noqa: E402 (see sys.path)
from mutations.unseen import UNSEEN  # noqa: E402 (as above)

if TYPE_CHECKING:
    from mutations.mutation import Mutation

FOLDERS = ("environments", "workloads", "infra", "apps")
LONGEST = 120  # seconds of one rehearsal


@dataclass(frozen=True)
class Verdict:
    """What became of one mutation."""

    name: str
    rule: str
    lint: tuple[str, ...]  # its errors
    rehearsal: tuple[str, ...]

    @property
    def linted(self) -> bool:
        """Whether lint has an error."""
        return bool(self.lint)

    @property
    def failed(self) -> bool:
        """Whether the rehearsal has one."""
        return bool(self.rehearsal)


def main() -> None:
    """Lint and rehearse everything, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--only", default="", metavar="WORD", help="mutations with this in the name"
    )
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    chosen = [each for each in catalogue() if arguments.only in each.name]
    with ThreadPoolExecutor(arguments.processes) as pool:
        verdicts = list(pool.map(judge, [None, *chosen]))
    unbroken, *rest = verdicts
    print(f"unbroken: lint {word(unbroken.linted)}, rehearsal {word(unbroken.failed)}")
    for each in rest:
        if each.linted != each.failed:
            why = UNSEEN.get(each.name) or UNSEEN.get(each.rule) or "?"
            said = each.rehearsal[0] if each.rehearsal else why
            print(f"{each.name} ({each.rule}): rehearsal {word(each.failed)}: {said}")
    table(rest)


def catalogue() -> list[Mutation]:
    """Return every mutation of tests/mutations."""
    groups = (pipeline, localstack, argocd, workloads)
    return [each for group in groups for each in group.mutations()]


def word(found: bool) -> str:  # noqa: FBT001 - one of two words
    """Return what a verdict is called."""
    return "fails" if found else "passes"


def table(verdicts: list[Verdict]) -> None:
    """Print how often the two agree; what no rehearsal can show is counted on its own."""
    shown = [each for each in verdicts if not (each.name in UNSEEN or each.rule in UNSEEN)]
    counts = Counter((each.linted, each.failed) for each in shown)
    both, lint_only = counts[True, True], counts[True, False]
    run_only, neither = counts[False, True], counts[False, False]
    print(f"\n{'':24}rehearsal fails  rehearsal passes")
    print(f"{'lint has a finding':24}{both:15}  {lint_only:16}")
    print(f"{'lint has none':24}{run_only:15}  {neither:16}")
    print(f"not to be seen in a rehearsal, each with its reason: {len(verdicts) - len(shown)}")
    if both:
        precision, recall = both / (both + lint_only), both / (both + run_only)
        print(f"precision {precision:.3f}, recall {recall:.3f}")


def judge(mutation: Mutation | None) -> Verdict:
    """Lint and rehearse one mutation in a copy of the repository; None is the repository."""
    with tempfile.TemporaryDirectory() as name:
        write(mutation, Path(name))
        where = ("--repository", name, "--output", "json")
        lint = run("lint", "dev", *where)
        rehearsal = run("rehearse", "dev", "--patience", "3", *where)
    label = (mutation.name, mutation.rule) if mutation else ("unbroken", "")
    return Verdict(*label, lint=errors_of(lint), rehearsal=errors_of(rehearsal))


def errors_of(report: dict[str, Any]) -> tuple[str, ...]:
    """Return the errors of a report, one line each; why there is none to read is one, too."""
    if "error" in report:
        return (report["error"],)
    return tuple(
        f"{each.get('subject', '')} {each['message']}".strip()
        for each in report.get("findings", [])
        if each.get("severity", "error") == "error"
    )


def write(mutation: Mutation | None, folder: Path) -> None:
    """Write what the commands need of the repository into a folder, broken as the mutation says."""
    for each in FOLDERS:
        shutil.copytree(ROOT / each, folder / each)
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for path, text in (mutation.files if mutation else {}).items():
        if text is None:
            (folder / path).unlink()
        else:
            (folder / path).write_text(text)


def run(*words: str) -> dict[str, Any]:
    """Return what a command says as JSON, or under `error` why it could not run."""
    command = [sys.executable, "-m", "argowave", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, capture_output=True, text=True, env=environment, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": f"no end after {LONGEST} s"}
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": done.stderr.strip().splitlines()[0] if done.stderr.strip() else "?"}
    return answer


if __name__ == "__main__":
    main()
