"""`argowave lint` on 1,000 Applications with a chart each, beside the usual ways to do it.

The same repository, manifests and schemas for all three:

- `argowave lint`, from the root Application down;
- one Go process with Helm's engine and kubeconform's validator (benchmarks/go);
- `helm template` for each chart, piped into kubeconform.

Needs go, helm and kubeconform; what is missing is left out by name.

    python benchmarks/lint.py [--applications 1000] [--shell 1000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from applications import LOCATION, write_repository, write_schemas

HERE = Path(__file__).parent
PIPE = (
    'helm template "$1" "charts/$1" --namespace team --values "values/$1.yaml" '
    '| kubeconform -strict -schema-location "$2" -'
)


@dataclass(frozen=True)
class Measured:
    """What one way took."""

    seconds: float
    megabytes: float  # resident, all its processes together, at the worst moment
    answer: str  # the last line that it printed


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--applications", type=int, default=1000)
    parser.add_argument("--shell", type=int, help="charts for the shell way (default: all)")
    parser.add_argument("--runs", type=int, default=3, help="the quickest of these counts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repository = folder / "repository"
        write_repository(repository, arguments.applications)
        write_schemas(folder / "schemas")
        compare(folder, repository, arguments)


def compare(folder: Path, repository: Path, arguments: argparse.Namespace) -> None:
    """Measure the three ways and print one line for each."""
    location = f"{folder / 'schemas'}/{LOCATION}"
    lint = [sys.executable, "-m", "argowave", "lint", "--no-cache"]
    lint += ["--repository", str(repository), "--root", str(repository / "root.yaml")]
    ours = best([measure(lint, repository) for _ in range(arguments.runs)])
    show("argowave lint", ours, ours)
    if build(folder / "lint"):
        cores = str(len(os.sched_getaffinity(0)))
        for workers in dict.fromkeys(("1", cores)):
            command = [str(folder / "lint"), str(repository), location, workers]
            runs = [measure(command, repository) for _ in range(arguments.runs)]
            show(f"one Go process, {workers} at a time", best(runs), ours)
    if missing := [tool for tool in ("helm", "kubeconform") if shutil.which(tool) is None]:
        print(f"left out: the shell way ({', '.join(missing)} not on PATH)")
        return
    count = arguments.shell or arguments.applications
    charts = sorted(path.name for path in (repository / "charts").iterdir())[:count]
    script = (
        f"set -e\nfor chart in {' '.join(charts)}; do sh -c '{PIPE}' - $chart '{location}'; done"
    )
    shell = measure(["sh", "-c", script], repository)
    factor = len(list((repository / "charts").iterdir())) / len(charts)
    whole = Measured(shell.seconds * factor, shell.megabytes, shell.answer)
    note = "" if factor == 1 else f", from {len(charts)} charts times {factor:g}"
    show(f"helm template | kubeconform{note}", whole, ours)


def build(target: Path) -> bool:
    """Build the Go program; tell whether it is there."""
    if shutil.which("go") is None:
        print("left out: the Go process (go not on PATH)")
        return False
    command = ["go", "build", "-o", str(target), "."]
    subprocess.run(command, cwd=HERE / "go", check=True)  # noqa: S603 (our own program)
    return True


def best(runs: list[Measured]) -> Measured:
    """Return the quickest run, with the most memory of any."""
    quickest = min(runs, key=lambda run: run.seconds)
    return Measured(quickest.seconds, max(run.megabytes for run in runs), quickest.answer)


def measure(command: list[str], folder: Path, codes: tuple[int, ...] = (0,)) -> Measured:
    """Run a command to its end, which has to be one of `codes`."""
    start = time.perf_counter()
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(  # noqa: S603 (our own commands)
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = Watch(process.pid)
    watch.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    watch.join()
    if process.returncode not in codes:
        message = f"{command[0]} ended with {process.returncode}:\n{output[-2000:]}"
        raise RuntimeError(message)
    return Measured(seconds, watch.megabytes, (output.splitlines() or [""])[-1])


class Watch(threading.Thread):
    """Adds up the memory of a process and those below it, every 20 ms, until it ends."""

    def __init__(self, pid: int) -> None:
        """Watch the process `pid`."""
        super().__init__(daemon=True)
        self._pid = pid
        self.megabytes = 0.0

    def run(self) -> None:
        """Keep the largest sum; pages that processes share count in each of them."""
        while (total := resident(self._pid)) > 0:
            self.megabytes = max(self.megabytes, total / 1e6)
            time.sleep(0.02)


def resident(pid: int) -> int:
    """Return the bytes that a process and its descendants hold; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE") + sum(resident(int(child)) for child in children)


def show(name: str, measured: Measured, ours: Measured) -> None:
    """Print one way's figures, and how ours compares."""
    ratio = measured.seconds / ours.seconds
    print(
        f"{name:42} {measured.seconds:7.2f} s {measured.megabytes:5.0f} MB "
        f"{ratio:6.2f} times ours   {measured.answer}",
        flush=True,
    )


if __name__ == "__main__":
    main()
