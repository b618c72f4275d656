"""A report, written and shown."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from argowave.commands import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Show = Callable[..., "Shown"]


def commit(folder: Path) -> None:
    """Make a git repository of a folder, with one commit."""
    git = ["git", "-C", str(folder), "-c", "user.name=nobody", "-c", "user.email=a@example.org"]
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "a"]):
        subprocess.run([*git, *words], check=True)


def report_on(folder: Path, *arguments: str) -> Path:
    """Write the report of a repository beside it."""
    path = folder.parent / f"{folder.name}.html"
    root = folder / "root.yaml"
    where = ["--repository", str(folder), *(["--root", str(root)] if root.exists() else [])]
    assert main(["report", "--output", str(path), *where, *arguments]) == 0
    return path


class Shown:
    """A report in a tab, and what went wrong there."""

    def __init__(self, page: Page, path: Path) -> None:
        """Note whatever the page complains about, and whatever it asks the network for."""
        self.page = page
        self.path = path
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def go(self, address: str) -> Page:
        """Go to environment/view, and give the page back when it is there."""
        self.page.goto(f"{self.path.as_uri()}#/{address}")
        self.wait(address)
        return self.page

    def wait(self, address: str) -> None:
        """Wait until environment/view is there."""
        shown = f'[data-shown="#/{address}"]' if address else ""
        self.page.locator(f"main{shown} h2").wait_for()
