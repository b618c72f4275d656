"""Why an ApplicationSet gives no Applications, or not all of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault(Exception):  # noqa: N818 (collected as a value as often as it is raised)
    """Something in an ApplicationSet that Argo CD refuses."""

    message: str
    path: tuple[str | int, ...] = ()  # below the ApplicationSet's spec


@dataclass(frozen=True)
class Unknown(Exception):  # noqa: N818 (no error: a gap that is named)
    """A generator whose answer is not in this repository."""

    what: str
    why: str
