"""HTTP GET within the limits of one source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.sources.fetch.wanted import FetchError, shown
from argowave.web import get as web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from argowave.sources.fetch.limits import Limits


def get(url: str, headers: Mapping[str, str], *, most: int, limits: Limits) -> web.Answer:
    """Return the answer to a GET; 401, 404 and 410 are answers, other failures are errors.

    Raises:
        FetchError: as `argowave.web` says.
        ValueError: the URL cannot be read.
    """
    try:
        return web.get(url, headers, most=most, seconds=limits.seconds, ended=limits.ended)
    except web.WebError as error:
        message = f"{shown(error.url)} {error.said}"
        raise FetchError(message) from None
