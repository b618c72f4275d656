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
    from argowave.rehearse.rehearsal import Rehearsal

TABLE = "justtrack-dev-devops-consumer-events"


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


def test_the_page_lists_the_table_and_shows_an_item(running: Rehearsal) -> None:
    if isinstance(found := find_program("aaronshaf/dynamodb-admin:5.3.3", [], []), str):
        pytest.skip(found)
    url = running.workloads.urls["dynamodb-admin"]
    item = running.first_item()

    assert item is not None
    assert url.startswith("http://127.0.0.1:")
    assert TABLE in json.dumps(json.loads(page(f"{url}/api/tables")))
    assert item["Id"]["S"] in page(f"{url}/tables/{TABLE}/items/{item['Id']['S']}")
