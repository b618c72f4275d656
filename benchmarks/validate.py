"""`argowave validate` beside kubeconform: 10,000 manifests, the same schemas, one run.

Prints the time of both, the ratio, the memory, whether every verdict is the same, and where
the time goes. Needs kubeconform; the machine should have nothing else to do.

    python benchmarks/validate.py [--manifests 10000] [--runs 7]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from manifests import KINDS, write_manifests

from argowave.schema import open_store, strict

VERSION = "1.36"
FILES_A_FAULT = 101
# without it Python would compile its modules in every run, which nobody's second run does
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
PHASES = """
import sys, time
start = time.perf_counter()
def lap(name):
    global start
    now = time.perf_counter()
    print(f"  {(now - start) * 1000:6.0f} ms  {name}")
    start = time.perf_counter()
from argowave.commands import build_parser
build_parser("validate").parse_args(["validate", sys.argv[1]])
lap("the command line")
from argowave.validate import files as checking
from argowave.validate.walk import find_files
checker = checking.Settings(sys.argv[2]).checker()
lap("libraries and the schema store")
files = find_files([sys.argv[1]])
lap("searching the folders (beside the line above, in a process of its own)")
import gc
gc.disable()
texts = [checking._read(file, {}) for file in files]
lap("reading the files (one core)")
from argowave.yamlio.fast import read_all_fast
bodies = []
for first in range(0, len(texts), checking._BATCH):
    bodies += read_all_fast(texts[first : first + checking._BATCH])
lap("YAML, with the guard (one core)")
slow = [(text, file) for (sure, _), text, file in zip(bodies, texts, files) if not sure]
checker.check_bytes(texts[0], files[0])
for sure, body in bodies:
    checker._validator.is_plainly_valid(body)
lap("schemas (one core)")
print(f"  {len(slow)} files went to the reference reader")
"""


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--manifests", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7, help="of each, in turn")
    arguments = parser.parse_args()
    if shutil.which("kubeconform") is None:
        sys.exit("kubeconform is not on PATH, so there is nothing to compare with")
    with tempfile.TemporaryDirectory() as name:
        schemas = Path(name, "schemas")
        write_schemas(schemas)
        for files_a_fault in (0, FILES_A_FAULT):
            folder = Path(name, f"manifests-{files_a_fault}")
            measure(folder, schemas, files_a_fault, arguments)
        print("where the time of argowave goes, without faults, in one process:", flush=True)
        print(f"  {best_of(7, [sys.executable, '-c', '']) * 1000:6.0f} ms  Python's own start")
        folder = Path(name, "manifests-0")
        subprocess.run([sys.executable, "-c", PHASES, str(folder), VERSION], check=True)  # noqa: S603 (this very program)


def measure(folder: Path, schemas: Path, files_a_fault: int, arguments: argparse.Namespace) -> None:
    """Write manifests and print how both programs fare on them."""
    faults = write_manifests(folder, arguments.manifests, files_a_fault)
    size = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
    cores = len(os.sched_getaffinity(0))
    print(
        f"{arguments.manifests} files of {size // arguments.manifests} bytes, "
        f"{faults} of them with a fault, {cores} cores"
    )
    ways = commands(folder, schemas, cores)
    compare(ways, arguments.runs)
    compare_verdicts(ways)


def write_schemas(folder: Path) -> None:
    """Write our schemas into files as kubeconform wants them."""
    folder.mkdir()
    store = open_store()
    for api_version, kind in KINDS:
        found = store.find(api_version, kind, VERSION)
        assert found is not None  # noqa: S101 (they are Kubernetes' own)
        group, _, version = api_version.rpartition("/")
        parts = [kind.lower(), group.split(".")[0], version]
        body = {**strict(found.body), "$schema": "http://json-schema.org/draft-07/schema#"}
        path = folder / f"{'-'.join(part for part in parts if part)}.json"
        path.write_text(json.dumps(body))


def commands(folder: Path, schemas: Path, cores: int) -> dict[str, list[str]]:
    """Return the two command lines."""
    location = f"{schemas}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"
    ours = [sys.executable, "-m", "argowave"]  # as the sessions run it
    return {
        "kubeconform": [
            *("kubeconform", "-strict", "-n", str(cores), "-kubernetes-version", f"{VERSION}.0"),
            *("-schema-location", location, str(folder)),
        ],
        "argowave": [*ours, "validate", "--kubernetes-version", VERSION, str(folder)],
    }


def compare(ways: dict[str, list[str]], runs: int) -> None:
    """Time both in turn, and print the ratio of the medians and of the best."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs + 1):  # the first run of each fills the file cache
        for name, command in ways.items():
            times[name].append(seconds(command))
    for name, command in ways.items():
        counted = times[name][1:]
        print(
            f"{name:12} best {min(counted) * 1000:5.0f} ms, "
            f"median {statistics.median(counted) * 1000:5.0f} ms, "
            f"at most {peak_memory(command):3.0f} MB"
        )
    theirs, ours = (times[name][1:] for name in ("kubeconform", "argowave"))
    print(
        f"throughput: {min(theirs) / min(ours):.1f} times (best), "
        f"{statistics.median(theirs) / statistics.median(ours):.1f} times (median)"
    )


def compare_verdicts(ways: dict[str, list[str]]) -> None:
    """Print whether both say the same of every manifest."""
    verdicts = {}
    for name, command in ways.items():
        run = subprocess.run(  # noqa: S603 (as in commands())
            [*command[:-1], "-verbose", "-output", "json", command[-1]],
            capture_output=True,
            check=False,
        )
        resources = json.loads(run.stdout)["resources"]
        verdicts[name] = {one["filename"]: one["status"] for one in resources}
    same = verdicts["kubeconform"] == verdicts["argowave"]
    print(f"verdicts: {'the same' if same else 'DIFFERENT'} for {len(verdicts['argowave'])} files")


def best_of(runs: int, command: list[str]) -> float:
    """Return the shortest time of a command, in seconds."""
    return min(seconds(command) for _ in range(runs))


def seconds(command: list[str]) -> float:
    """Return how long a command runs; a finding is no failure."""
    start = time.perf_counter()
    run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False)  # noqa: S603 (as in commands())
    took = time.perf_counter() - start
    if run.returncode not in {0, 1}:
        sys.exit(run.stderr.decode())
    return took


def peak_memory(command: list[str]) -> float:
    """Return the most memory in MB of a command and its workers, shared pages counted once."""
    most = 0
    with subprocess.Popen(  # noqa: S603 (as in commands())
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None:
            most = max(most, sum(map(proportional_kilobytes, members(process.pid))))
            time.sleep(0.005)
    return most / 1024


def members(session: int) -> list[int]:
    """Return the processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[3]) == session:
            found.append(int(path.name))
    return found


def proportional_kilobytes(process: int) -> int:
    """Return a process's share of memory (PSS), 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
