"""Comments of a thread → the one that is ours, updated, or a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from argowave.errors import ForgeError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment that somebody wrote who may write to the repository."""

    id: int
    body: str


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of the text."""

    url: str  # "" where the host does not say it
    is_new: bool


class Thread(Protocol):
    """The comments of one pull or merge request."""

    def trusted(self) -> Iterator[Comment]:
        """Give the comments of those who may be ourselves, the oldest first."""

    def create(self, body: str) -> str:
        """Post a comment and return its URL."""

    def update(self, comment: int, body: str) -> str:
        """Replace a comment and return its URL."""


def post(thread: Thread, mark: str, body: str) -> Posted:
    """Update the first comment that begins with `mark`, or post a new one.

    Raises:
        ForgeError: the host cannot be reached, or refuses.
    """
    try:
        own = next((each for each in thread.trusted() if each.body.startswith(mark)), None)
        if own is None:
            return Posted(thread.create(body), is_new=True)
        return Posted(thread.update(own.id, body), is_new=False)
    except (AttributeError, KeyError, TypeError) as error:
        message = "the host answers with something else than its API documents: is it one?"
        raise ForgeError(message) from error
