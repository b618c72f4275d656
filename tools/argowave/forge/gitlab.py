"""The notes of a merge request on GitLab.

https://docs.gitlab.com/api/notes/#merge-requests: an author may change only what is his own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.forge.calls import Calls
from argowave.forge.posting import Comment

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE: Final = 100
_PAGES: Final = 50


class GitLabThread:
    """One merge request."""

    def __init__(self, api: str, project: str, number: int, token: str) -> None:
        """Take where it is: https://gitlab.com/api/v4, the project's id, the request's number."""
        self._notes = f"/projects/{project}/merge_requests/{number}/notes"
        self._calls = Calls(api, {"PRIVATE-TOKEN": token})

    def trusted(self) -> Iterator[Comment]:
        """Give our own notes."""
        own = self._calls.ask("GET", "/user")["id"]
        for page in range(1, _PAGES + 1):
            query = f"?sort=asc&order_by=created_at&per_page={_PAGE}&page={page}"
            found = self._calls.ask("GET", f"{self._notes}{query}")
            for each in found:
                if (each.get("author") or {}).get("id") == own and not each.get("system"):
                    yield Comment(each["id"], each.get("body") or "")
            if len(found) < _PAGE:
                return

    def create(self, body: str) -> str:
        """Post a note; GitLab does not say its URL."""
        self._calls.ask("POST", self._notes, {"body": body})
        return ""

    def update(self, comment: int, body: str) -> str:
        """Replace a note; GitLab does not say its URL."""
        self._calls.ask("PUT", f"{self._notes}/{comment}", {"body": body})
        return ""
