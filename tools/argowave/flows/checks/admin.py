"""DynamoDB Admin answers and lists the table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from argowave.flows.check import Check
from argowave.flows.result import Seen

if TYPE_CHECKING:
    from argowave.flows.scene import Scene

_SECONDS = 5


class Admin(Check):
    """The page that shows the table."""

    name = "dynamodb-admin"
    title = "DynamoDB Admin lists the table"

    def reason_to_skip(self, scene: Scene) -> str:
        """Return why there is nothing to look at."""
        if not scene.admin_url:
            return "no --admin-url is given"
        return "" if scene.of_kind("Table") else "no table is declared"

    def look(self, scene: Scene) -> Seen:
        """Ask for the page, and look for the tables in it."""
        text, problem = fetch(scene.admin_url)
        tables = scene.of_kind("Table")
        if problem:
            message = f"DynamoDB Admin at {scene.admin_url}: {problem}"
            return Seen(problem, (tables[0].finding(message),))
        missing = [table for table in tables if table.name not in text]
        faults = tuple(
            table.finding(
                f"DynamoDB Admin at {scene.admin_url} does not list {table.name}: "
                "is its AWS_REGION the table's?"
            )
            for table in missing
        )
        return Seen(f"{len(tables) - len(missing)} of {len(tables)} tables are listed", faults)

    def repeat(self, scene: Scene) -> tuple[str, ...]:
        """Return the commands."""
        return (f"curl {scene.admin_url}",)


def fetch(url: str) -> tuple[str, str]:
    """Return a page and "", or "" and what went wrong."""
    try:
        with urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310 (a URL that the user states)
            return answer.read().decode(errors="replace"), ""
    except HTTPError as error:
        error.close()
        return "", f"it answers {error.code} {error.reason}"
    except (URLError, OSError) as error:
        return "", f"nobody answers: {getattr(error, 'reason', error)}"
