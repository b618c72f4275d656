"""Repositories, their reports, and pages that show them in a browser."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.commands import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
URL = "https://git.example.org/team/small.git"

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {name}
  namespace: argocd
spec:
  project: default
  destination: {{server: https://kubernetes.default.svc, namespace: team}}
  source: {{repoURL: {url}, targetRevision: main, path: {path}}}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a repository of one root and one Application, whose objects a test writes."""
    folder = tmp_path / "small"
    (folder / "apps").mkdir(parents=True)
    (folder / "objects").mkdir()
    (folder / "argowave.toml").write_text(f'repositories = ["{URL}"]\n')
    (folder / "root.yaml").write_text(APPLICATION.format(name="root", url=URL, path="apps"))
    child = APPLICATION.format(name="child", url=URL, path="objects")
    (folder / "apps" / "child.yaml").write_text(child)
    return folder


def report_on(folder: Path, *arguments: str) -> Path:
    """Write the report of a repository beside it."""
    path = folder.parent / f"{folder.name}.html"
    root = folder / "root.yaml"
    where = ["--repository", str(folder), *(["--root", str(root)] if root.exists() else [])]
    assert main(["report", "--output", str(path), *where, *arguments]) == 0
    return path


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of this repository with a queue policy that names another region."""
    folder = tmp_path_factory.mktemp("ours") / "argowave"
    folder.mkdir()
    for name in ("apps", "infra", "workloads", "environments"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)  # the waivers
    policy = folder / "environments/dev/rendered/infra/pipeline/sqs-policy.yaml"
    policy.write_text(
        policy.read_text().replace("arn:aws:sqs:eu-central-1", "arn:aws:sqs:eu-west-1")
    )
    return report_on(folder)


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
        self.page.locator("main h2").wait_for()
        return self.page


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[..., Shown]]:
    """Return what shows a report in a new tab."""
    tabs = []

    def open_tab(path: Path, scheme: str = "light", width: int = 1280) -> Shown:
        chosen = "dark" if scheme == "dark" else "light"
        size = {"width": width, "height": 800}
        tab = browser.new_page(color_scheme=chosen, viewport=size)  # type: ignore[arg-type] (a TypedDict)
        tabs.append(tab)
        return Shown(tab, path)

    yield open_tab
    for tab in tabs:
        tab.close()
