"""A URL → what it holds, within a time and a size that a schema may take."""

from __future__ import annotations

from typing import Final

from argowave.errors import SchemaError
from argowave.words.credentials import harmless, without_user

_LONGEST: Final = 60.0  # seconds
_LARGEST: Final = 32_000_000  # bytes


def fetch(url: str) -> bytes:
    """Return what a URL holds.

    Raises:
        SchemaError: it does not exist, cannot be reached in time, or is too large.
    """
    data = fetch_if_any(url)
    if data is None:
        message = "does not exist (404)"
        raise SchemaError(message, path=harmless(url))
    return data


def fetch_if_any(url: str, longest: float = _LONGEST) -> bytes | None:
    """Return what a URL holds, None where there is nothing.

    Args:
        url: http or https.
        longest: seconds after which it is given up.

    Raises:
        SchemaError: it cannot be reached in time, is too large, or the server errs.
    """
    from argowave.web.authorization import in_url, sent  # noqa: PLC0415 (only a URL should cost it)
    from argowave.web.get import WebError, get  # noqa: PLC0415 (as above)

    credentials = in_url(url)
    try:
        answer = get(without_user(url), sent(credentials), most=_LARGEST, seconds=longest)
    except WebError as error:
        raise SchemaError(error.said, path=harmless(error.url)) from error
    except ValueError as error:
        message = f"cannot be read: {error}"
        raise SchemaError(message, path=harmless(url)) from error
    if answer.is_refused:
        message = "wants other credentials" if credentials else "wants credentials"
        raise SchemaError(message, path=harmless(url))
    return answer.body if answer.is_found else None
