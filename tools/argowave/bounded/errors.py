"""What can come of work in a child, other than an answer."""

from __future__ import annotations


class BoundedError(Exception):
    """No answer came; the text says why, in words for a finding."""


class RefusedError(BoundedError):
    """The work itself says no.

    Attributes:
        kind: one word for what was refused, which the module of the work chooses.
    """

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class EndedError(BoundedError):
    """The child was ended: it took too long or too much, or it broke."""


class UnavailableError(BoundedError):
    """The module of the work cannot be loaded on this machine."""
