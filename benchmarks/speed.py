"""`argowave lint` on small and large trees, cold and warm, beside the usual ways to do it.

All ways see the same trees in the same run, and take turns. What is not on the PATH is left out
by name: helm and kubeconform (`./nox -s binaries`), argocheck and argocd-source-lint (PyPI).

    python benchmarks/speed.py [--applications 31 --applications 1000] [--runs 3]

puts its table into docs/speed.md.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from applications import LOCATION, write_repository, write_schemas

import argowave
from lint import PIPE, Measured, best, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES = (31, 1000, 10000)
MOST_BY_OTHERS = 1000  # Applications that the slower ways are asked for; more is not measured
GIT = (
    "git",
    "-c",
    "user.name=b",
    "-c",
    "user.email=b@example.org",
    "-c",
    "init.defaultBranch=main",
)
TABLE = """
| Applications | way | seconds | MB | what it does |
| --: | --- | --: | --: | --- |
"""
PAGE = Path(__file__).parents[1] / "docs" / "speed.md"
START = "<!-- measured by benchmarks/speed.py -->\n"
END = "<!-- end -->\n"


@dataclass(frozen=True)
class Way:
    """One way to look at a tree."""

    name: str
    command: list[str]
    folder: Path
    does: str
    before: Callable[[], None] = lambda: None  # done before every run, and not measured


def main() -> None:
    """Generate, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--applications", type=int, action="append", metavar="NUMBER")
    parser.add_argument("--runs", type=int, default=3, help="the quickest of these counts")
    arguments = parser.parse_args()
    # as whoever installs it has it, so that no run is the first one
    compileall.compile_dir(Path(argowave.__file__).parent, quiet=1)
    rows = []
    for count in arguments.applications or SIZES:
        with tempfile.TemporaryDirectory() as name:
            for row in _compare(Path(name), count, arguments.runs):
                print(row, flush=True)
                rows.append(row)
    tools = ("helm", "kubeconform", "argocheck", "argocd-source-lint")
    left = [tool for tool in tools if shutil.which(tool) is None]
    cores = len(os.sched_getaffinity(0))
    python = platform.python_version()
    note = (
        f"Measured on {cores} cores of {platform.machine()} with Python {python}: the quickest of "
    )
    note += f"{arguments.runs} runs, and the most memory of any, all its processes together.\n"
    if left:
        note += f"Not measured, because they were not there: {', '.join(left)}.\n"
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    table = "".join(f"{row}\n" for row in rows)
    PAGE.write_text(f"{before}{START}{note}{TABLE}{table}{END}{after}", "utf-8")


def _compare(folder: Path, count: int, runs: int) -> Iterator[str]:
    """Measure every way and give a row for each."""
    os.environ["ARGOWAVE_CACHE_DIR"] = str(folder / "kept")
    repository = folder / "repository"
    write_repository(repository, count)
    write_schemas(folder / "schemas")
    for way in _ways(folder, repository, count):
        found = best([_measure(way) for _ in range(runs)])
        cells = (f"{count:,}", way.name, f"{found.seconds:.2f}", f"{found.megabytes:.0f}", way.does)
        yield f"| {' | '.join(cells)} |"


def _measure(way: Way) -> Measured:
    way.before()
    return measure(way.command, way.folder, codes=(0, 1))


def _ways(folder: Path, repository: Path, count: int) -> Iterator[Way]:
    lint = [sys.executable, "-m", "argowave", "lint", "--root", "root.yaml"]
    does = "renders, validates, all rules"
    forget = partial(shutil.rmtree, folder / "kept", ignore_errors=True)
    yield Way("`argowave lint`, cold", lint, repository, does, forget)
    yield Way("`argowave lint --no-cache`", [*lint, "--no-cache"], repository, does)
    measure(lint, repository)
    measure(lint, repository)  # by now every file is old enough to be known by its stat
    yield Way("`argowave lint`, warm", lint, repository, does)
    change = partial(_change, min((repository / "values").iterdir()))
    yield Way("`argowave lint`, one values file changed", lint, repository, does, change)
    if count > MOST_BY_OTHERS:
        return
    if shutil.which("helm") and shutil.which("kubeconform"):
        charts = " ".join(sorted(path.name for path in (repository / "charts").iterdir()))
        location = f"{folder / 'schemas'}/{LOCATION}"
        script = f"set -e\nfor chart in {charts}; do sh -c '{PIPE}' - $chart '{location}'; done"
        pair = "`helm template \\| kubeconform`"
        yield Way(pair, ["sh", "-c", script], repository, "renders, validates")
    if shutil.which("helm") and shutil.which("argocheck"):
        local = _in_git(folder / "local", count)
        yield Way("`argocheck`", ["argocheck", "root.yaml"], local, "renders")
    if shutil.which("argocd-source-lint"):
        local = _in_git(folder / "sources", count)
        yield Way("`argocd-source-lint`", ["argocd-source-lint", "."], local, "its rules")


def _change(values: Path) -> None:
    """Add one more variable to the environment, which ends the file."""
    with values.open("a", encoding="utf-8") as text:
        text.write(f'  AT_{time.monotonic_ns()}: "1"\n')


def _in_git(folder: Path, count: int) -> Path:
    """Write the same tree as a Git repository that its Applications name by its path."""
    write_repository(folder, count, str(folder))
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "all")):
        subprocess.run([*GIT, *words], cwd=folder, check=True)  # noqa: S603 (our own words)
    return folder


if __name__ == "__main__":
    main()
