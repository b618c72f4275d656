"""`argowave report` on 1,000 Applications: writing it, and using it in a browser.

python benchmarks/report.py [--applications 1000] [--report FILE]

What is measured in the browser are medians: from the address to the first paint and to the first
view, the time that a view takes, and the time that a search takes from the key to the next frame.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from applications import write_repository
from playwright.sync_api import sync_playwright

from conftest import FLAGS, find_browser
from lint import measure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

VIEWS = ("overview", "order", "pipeline", "applications", "findings")
WORDS = ("app-0500", "deployment", "app-0500 ingress", "nothing like it")
# milliseconds from a change to the end of the frame that shows it
SHOWN = """(change) => new Promise((done) => {
  const from = performance.now();
  const [kind, value] = change;
  if (kind === "view") location.hash = value;
  else {
    const search = document.getElementById("search");
    search.value = value;
    search.dispatchEvent(new Event("input"));
  }
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)));
})"""
PAINT = """() => new Promise((done) => {
  const [known] = performance.getEntriesByName("first-contentful-paint");
  if (known) done(known.startTime);
  else new PerformanceObserver((list) => done(list.getEntries()[0].startTime))
    .observe({ type: "paint", buffered: true });
})"""


def main() -> None:
    """Generate, write the report, open it, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--applications", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--report", type=Path, help="measure this report instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = arguments.report or write(Path(name), arguments.applications)
        print(f"{'the file':38} {path.stat().st_size / 1e6:8.1f} MB")
        with sync_playwright() as playwright:
            program = find_browser()
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            look(browser, path.resolve(), arguments.runs)
            browser.close()


def write(folder: Path, applications: int) -> Path:
    """Write a repository and its report."""
    repository = folder / "repository"
    write_repository(repository, applications)
    path = folder / "report.html"
    root = str(repository / "root.yaml")
    where = ["--repository", str(repository), "--root", root, "--output", str(path)]
    taken = measure([sys.executable, "-m", "argowave", "report", *where], repository)
    print(f"{'argowave report':38} {taken.seconds * 1000:8.0f} ms")
    return path


def look(browser: Browser, path: Path, runs: int) -> None:
    """Open the report, walk through the views, search in each."""
    paints = []
    for _ in range(runs):
        page = browser.new_page()
        page.goto(path.as_uri())
        page.locator("main h2").wait_for()
        paints.append(page.evaluate(PAINT))
        page.close()
    show("first paint", paints)
    page = browser.new_page()
    page.goto(path.as_uri())
    page.locator("main h2").wait_for()
    environment = page.evaluate(
        "JSON.parse(document.getElementById('document').textContent).environments[0].name"
    )
    for view in VIEWS:
        address = f"#/{environment}/{view}"
        show(f"{view}: shown", [again(page, address) for _ in range(runs)])
        for word in WORDS if view != "overview" else ():
            times = []
            for _ in range(runs):
                times.append(page.evaluate(SHOWN, ["text", word]))
                page.evaluate(SHOWN, ["text", ""])
            show(f"{view}: search {word}", times)


def again(page: Page, address: str) -> float:
    """Return how long a view takes when another one was shown."""
    page.evaluate(SHOWN, ["view", "#"])
    taken: float = page.evaluate(SHOWN, ["view", address])
    return taken


def show(what: str, milliseconds: list[float]) -> None:
    """Print a median and the worst."""
    median, worst = statistics.median(milliseconds), max(milliseconds)
    print(f"{what:38} {median:8.0f} ms   worst {worst:.0f} ms")


if __name__ == "__main__":
    main()
