"""The comments of a pull request on GitHub.

https://docs.github.com/en/rest/issues/comments: a pull request's are those of its issue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.forge.calls import Calls
from argowave.forge.posting import Comment

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE: Final = 100  # the most that GitHub gives at once
_PAGES: Final = 50
_MAY_WRITE: Final = ("OWNER", "MEMBER", "COLLABORATOR")


class GitHubThread:
    """One pull request."""

    def __init__(self, api: str, repository: str, number: int, token: str) -> None:
        """Take where it is: https://api.github.com, owner/name, its number."""
        self._repository = f"/repos/{repository}"
        self._comments = f"{self._repository}/issues/{number}/comments"
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self._calls = Calls(api, headers)

    def trusted(self) -> Iterator[Comment]:
        """Give the comments of bots and of those who may write to the repository.

        Anybody may write a comment that begins as ours does; it is not taken for ours.
        """
        for page in range(1, _PAGES + 1):
            found = self._calls.ask("GET", f"{self._comments}?per_page={_PAGE}&page={page}")
            yield from (Comment(each["id"], each.get("body") or "") for each in found if _may(each))
            if len(found) < _PAGE:
                return

    def create(self, body: str) -> str:
        """Post a comment and return its URL."""
        return _url(self._calls.ask("POST", self._comments, {"body": body}))

    def update(self, comment: int, body: str) -> str:
        """Replace a comment and return its URL."""
        path = f"{self._repository}/issues/comments/{comment}"
        return _url(self._calls.ask("PATCH", path, {"body": body}))


def _may(comment: dict[str, Any]) -> bool:
    is_bot = (comment.get("user") or {}).get("type") == "Bot"
    return is_bot or comment.get("author_association") in _MAY_WRITE


def _url(answer: dict[str, Any]) -> str:
    return str(answer.get("html_url") or "")
