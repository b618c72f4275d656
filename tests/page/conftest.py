"""Repositories, their reports, and pages that show them in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from page.reports import Shown, commit, report_on
from this_repository import copy_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

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


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report of this repository, whose working tree is not what it was in dev.

    The queue's policy names another region, and the queue for dead letters has another name.
    """
    folder = tmp_path_factory.mktemp("ours") / "argowave"
    copy_repository(folder, settings=True)
    commit(folder)
    pipeline = folder / "environments/dev/rendered/infra/pipeline"
    policy = pipeline / "sqs-policy.yaml"
    policy.write_text(
        policy.read_text().replace("arn:aws:sqs:eu-central-1", "arn:aws:sqs:eu-west-1")
    )
    queue = pipeline / "dead-letter-queue.yaml"
    queue.write_text(queue.read_text().replace('name: "', 'name: "other-', 1))
    return report_on(folder, "--base", "HEAD")


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[..., Shown]]:
    """Return what shows a report in a new tab."""
    tabs = []

    def open_tab(path: Path, *, is_dark: bool = False, width: int = 1280) -> Shown:
        tab = browser.new_page(
            color_scheme="dark" if is_dark else "light", viewport={"width": width, "height": 800}
        )
        tabs.append(tab)
        return Shown(tab, path)

    yield open_tab
    for tab in tabs:
        tab.close()
