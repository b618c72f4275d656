"""What all tests share: no memory of earlier runs, and a real browser for pages."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from argowave.yamlio import sharing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# what a test sees is found by that test; tests/cache says otherwise
os.environ["ARGOWAVE_NO_CACHE"] = "1"

# a machine that does other things too is slow at times, and no property is about time
settings.register_profile("argowave", deadline=None)
settings.load_profile("argowave")

VARIABLE = "CHROME_BIN"  # a Chromium that is not on the PATH, as other test tools name it
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # root, in a container, has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """Return the installed Chromium or Chrome; the variable wins over the PATH."""
    stated = os.environ.get(VARIABLE)
    named = [stated] if stated else PROGRAMS
    return next((found for name in named if (found := shutil.which(name))), None)


@pytest.fixture(scope="module", autouse=True)
def _what_was_read_is_not_changed() -> Iterator[None]:
    """Fail where a test has changed a part of a document, which other documents may hold too."""
    yield
    for known, part in sharing._parts.items():  # noqa: SLF001 (nobody else asks for it)
        entries = part.values() if isinstance(part, dict) else part
        head = part if isinstance(part, dict) else (0,)
        assert known == (*head, *map(id, entries)), f"somebody has changed {part}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium: the installed one, as none is downloaded."""
    program = find_browser()
    if program is None:
        named = os.environ.get(VARIABLE) or ", ".join(PROGRAMS)
        pytest.skip(f"no Chromium: {named} (or set {VARIABLE})")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only where it is used)

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield launched
        launched.close()
