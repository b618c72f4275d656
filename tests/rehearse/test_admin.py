"""DynamoDB Admin, the real one from npm, with the environment of the rendered Deployment."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from argowave.rehearse.images import find_program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from argowave.rehearse.rehearsal import Rehearsal

TABLE = "justtrack-dev-devops-consumer-events"


@pytest.fixture
def url(running: Rehearsal) -> str:
    if isinstance(found := find_program("aaronshaf/dynamodb-admin:5.3.3", [], []), str):
        pytest.skip(found)
    return running.workloads.urls["dynamodb-admin"]


def page(url: str) -> str:
    deadline = time.monotonic() + 10
    while True:
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310 (a page of this machine)
                return str(answer.read().decode())
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_the_page_lists_the_table_and_shows_an_item(running: Rehearsal, url: str) -> None:
    item = running.arrivals.first()

    assert item is not None
    assert url.startswith("http://127.0.0.1:")
    assert TABLE in json.dumps(json.loads(page(f"{url}/api/tables")))
    assert item["Id"]["S"] in page(f"{url}/tables/{TABLE}/items/{item['Id']['S']}")


def test_a_browser_gets_from_the_list_of_tables_to_an_item(
    running: Rehearsal, url: str, browser: Browser
) -> None:
    assert running.arrivals.first() is not None
    page(url)  # it answers
    tab = browser.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))

    tab.goto(url)
    tab.get_by_role("link", name=TABLE, exact=True).click()
    row = tab.get_by_role("row").filter(has=tab.get_by_role("link", name="View")).first
    identity = row.get_by_role("cell").nth(1).inner_text().strip('"')
    row.get_by_role("link", name="View").click()
    tab.wait_for_url(f"**/tables/{TABLE}/items/{identity}")
    shown = tab.get_by_text(identity).first.inner_text()
    tab.close()

    assert len(identity) == len("00000000-0000-0000-0000-000000000000")
    assert identity in shown
    assert errors == []
