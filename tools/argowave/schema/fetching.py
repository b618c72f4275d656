"""A URL → what it holds, within a time and a size that a schema may take."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from argowave.credentials import harmless
from argowave.errors import SchemaError

if TYPE_CHECKING:
    from http.client import HTTPResponse

_PATIENCE: Final = 10.0  # seconds without an answer
_LONGEST: Final = 60.0  # seconds for the whole of it, however slowly it comes
_LARGEST: Final = 32_000_000  # bytes
_NOT_FOUND: Final = (404, 410)


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
    """Return what a URL holds, None where there is nothing (404, 410).

    Args:
        url: http or https.
        longest: seconds after which it is given up.

    Raises:
        SchemaError: it cannot be reached in time, is too large, or the server errs.
    """
    from argowave.begun import Begun  # noqa: PLC0415 (only a URL should cost it)

    until = time.monotonic() + longest
    shown = harmless(url)
    begun = Begun(lambda: _get(url, shown, until))  # whose headers may come byte by byte
    if not begun.wait(longest):
        message = f"cannot be fetched: it takes longer than {longest:g} s"
        raise SchemaError(message, path=shown)
    return begun.result()


def _get(url: str, shown: str, until: float) -> bytes | None:
    import http.client  # noqa: PLC0415 (15 ms that only a URL should cost)
    import urllib.error  # noqa: PLC0415 (as above)
    import urllib.request  # noqa: PLC0415 (as above)

    try:
        place, authorization = _without_user(url)
        # a string that begins with http, as every caller has seen to
        request = urllib.request.Request(place, headers={"User-Agent": "argowave"})  # noqa: S310 (as every caller has seen to)
        if authorization:  # which no other host gets that this one leads to
            request.add_unredirected_header("Authorization", authorization)
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 (as above)
            return _read(answer, shown, until)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _NOT_FOUND:
                return None
        message = f"answered {error.code} {error.reason}"
        raise SchemaError(message, path=shown) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, OSError):
            reason = reason.strerror or reason  # without the number before it
        message = f"cannot be fetched: {harmless(str(reason))}"
        raise SchemaError(message, path=shown) from error


def _without_user(url: str) -> tuple[str, str]:
    """Return a URL without user and password, and what they are in a header, as Go sends them.

    Raises:
        ValueError: it cannot be read.
    """
    import base64  # noqa: PLC0415 (only a URL should cost it)
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415 (as above)

    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    if not user:
        return url, ""
    name, _, password = user.partition(":")
    both = f"{unquote(name)}:{unquote(password)}".encode()
    return parts._replace(netloc=host).geturl(), f"Basic {base64.b64encode(both).decode()}"


def _read(answer: HTTPResponse, url: str, until: float) -> bytes:
    data = bytearray()
    while piece := answer.read1(1 << 16):
        data += piece
        if len(data) > _LARGEST:
            message = f"is larger than {_LARGEST // 1_000_000} MB"
            raise SchemaError(message, path=url)
        if time.monotonic() > until:
            message = "cannot be fetched: it comes too slowly"
            raise SchemaError(message, path=url)
    if answer.length:  # the connection ended before everything was here
        message = f"cannot be fetched: {answer.length} bytes are missing"
        raise SchemaError(message, path=url)
    return bytes(data)
