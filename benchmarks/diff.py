"""`argowave diff` on 1,000 Applications of which one chart changed, beside rendering everything.

python benchmarks/diff.py [--applications 1000]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from applications import write_repository

from lint import best, measure, show


def main() -> None:
    """Generate, commit, change one chart, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--applications", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3, help="the quickest of these counts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        repository = Path(name, "repository")
        write_repository(repository, arguments.applications)
        commit(repository)
        template = min(repository.glob("charts/*/templates/*.yaml"))
        with template.open("a") as handle:
            handle.write("# one more line\n---\napiVersion: v1\nkind: ConfigMap\n")
            handle.write("metadata: {name: one-more}\n")
        where = ["--repository", str(repository), "--root", str(repository / "root.yaml")]
        command = [sys.executable, "-m", "argowave"]
        diff = [*command, "diff", "HEAD", *where]
        ours = best([measure(diff, repository) for _ in range(arguments.runs)])
        show("argowave diff, one chart changed", ours, ours)
        everything = [*command, "lint", *where]
        whole = best([measure(everything, repository) for _ in range(arguments.runs)])
        show("argowave lint, which renders everything", whole, ours)


def commit(repository: Path) -> None:
    """Make a git repository of a folder, with one commit."""
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for words in (
        ["init", "--quiet"],
        ["add", "--all"],
        [*identity, "commit", "--quiet", "-m", "a"],
    ):
        subprocess.run(["git", *words], cwd=repository, check=True)  # noqa: S603, S607 (git)


if __name__ == "__main__":
    main()
