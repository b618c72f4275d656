"""HTTP GET with bounds: on bytes, on time, on redirections, and on who gets credentials."""

from __future__ import annotations

import http.client
import re
import ssl
import time
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit

from argowave import __version__
from argowave.process.begun import Begun
from argowave.words.credentials import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message
    from threading import Event

REDIRECTIONS: Final = 5
_CHUNK: Final = 1 << 16
_PATIENCE: Final = 15.0  # seconds without a byte
_BETWEEN: Final = 0.1  # seconds between two looks at whether somebody waits
_FOLLOWED: Final = {"http": ("http", "https"), "https": ("https",)}
_MOVED: Final = (301, 302, 303, 307, 308)
_ANSWERS: Final = (*_MOVED, 401, 404, 410)
_SECONDS: Final = re.compile(r"[0-9]{1,9}")
_DATE: Final = re.compile(r"[A-Za-z0-9,: +-]{1,40}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def is_found(self) -> bool:
        """The body is what was asked for."""
        return self.status == HTTPStatus.OK

    @property
    def is_refused(self) -> bool:
        """It wants credentials, or others."""
        return self.status == HTTPStatus.UNAUTHORIZED


class WebError(Exception):
    """A server cannot be reached, or does not give what it should."""

    def __init__(self, url: str, said: str) -> None:
        """Take where it was, which is shown to nobody as it is, and what is wrong in words."""
        super().__init__(f"{harmless(url)} {said}")
        self.url = url
        self.said = said


class _Staying(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: who may see the headers again is decided outside."""

    def http_error_302(self, *_: Any) -> None:  # noqa: ANN401 (urllib's signature)
        """Return nothing, which makes it an HTTPError; the target is not even looked at."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302  # type: ignore[assignment] # (one for all)


def get(
    url: str,
    headers: Mapping[str, str],
    *,
    most: int,
    seconds: float,
    ended: Event | None = None,
) -> Answer:
    """Return the answer to a GET; 401, 404 and 410 are answers, other failures are errors.

    An Authorization header goes to the host that was asked for, never to one that it redirects
    to, and https never leads to http.

    Args:
        url: http or https.
        headers: what to send.
        most: bytes that are taken.
        seconds: for the whole of it, however slowly it comes.
        ended: is set once nobody waits any more.

    Raises:
        WebError: the server cannot be reached, refuses, sends more than `most` bytes, less than
            it says, or takes longer than `seconds`.
        ValueError: the URL cannot be read, or one that it leads to.
    """
    end = time.monotonic() + seconds
    begun = Begun(lambda: _follow(url, dict(headers), most, end))  # a read cannot be interrupted
    while not begun.wait(min(_BETWEEN, max(end - time.monotonic(), 0))):
        if time.monotonic() >= end or (ended is not None and ended.is_set()):
            message = f"takes longer than {seconds:g} s"
            raise WebError(url, message)
    return begun.result()


def _follow(url: str, headers: dict[str, str], most: int, end: float) -> Answer:
    start = url
    for _ in range(REDIRECTIONS + 1):
        here = _origin(url)
        answer = _once(url, headers, most, end)
        target = answer.headers.get("Location")
        if answer.status not in _MOVED or not target:
            return answer
        target = urljoin(url, target)
        if urlsplit(target).scheme not in _FOLLOWED[urlsplit(url).scheme]:
            message = f"leads to {harmless(target)}, which is not followed"
            raise WebError(url, message)
        if _origin(target) != here:
            headers.pop("Authorization", None)
        url = target
    message = f"redirects more than {REDIRECTIONS} times"
    raise WebError(start, message)


def _origin(url: str) -> tuple[str, str, int | None]:
    """Return who a URL is for.

    Raises:
        ValueError: it names no host, or no port that there is.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        message = "it names no host"
        raise ValueError(message)
    return parts.scheme, parts.hostname, parts.port


def _once(url: str, headers: dict[str, str], most: int, end: float) -> Answer:
    request = urllib.request.Request(  # noqa: S310 (http and https alone: see _follow and callers)
        url, headers={"User-Agent": f"argowave/{__version__}", **headers}
    )
    opener = urllib.request.build_opener(_Staying)
    try:
        with opener.open(request, timeout=_PATIENCE) as response:
            return Answer(response.status, response.headers, _read(response, url, most, end))
    except HTTPError as error:
        with error:
            if error.code in _ANSWERS:
                return Answer(error.code, error.headers, b"")
            message = f"answers {error.code} {error.reason}{_pause(error.headers)}"
            raise WebError(url, message) from None
    except (URLError, OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, OSError) and not isinstance(reason, ssl.SSLError):
            reason = reason.strerror or reason  # without the number before it
        said = " ".join(str(reason).split()) or type(error).__name__
        message = f"cannot be fetched: {harmless(said)}"
        raise WebError(url, message) from None


def _read(response: Any, url: str, most: int, end: float) -> bytes:  # noqa: ANN401 (urllib's)
    stated = response.headers.get("Content-Length", "")
    if stated and not (stated.isascii() and stated.isdecimal()):
        message = f"cannot be fetched: it says that it has {stated!r} bytes"
        raise WebError(url, message)
    length = int(stated) if stated else None
    if length is not None and length > most:
        message = f"has {length} bytes, more than the {most} that are taken"
        raise WebError(url, message)
    chunks = []
    size = 0
    while chunk := response.read1(_CHUNK):
        size += len(chunk)
        if size > most:
            message = f"has more than the {most} bytes that are taken"
            raise WebError(url, message)
        if time.monotonic() > end:
            message = "is too slow"
            raise WebError(url, message)
        chunks.append(chunk)
    if length is not None and size < length:
        message = f"ends after {size} of {length} bytes"
        raise WebError(url, message)
    if length is None and not size and not response.chunked:
        message = "ends before it has answered"
        raise WebError(url, message)
    return b"".join(chunks)


def _pause(headers: Message) -> str:
    """Return what a server that is asked too often says about when to come back."""
    stated = headers.get("Retry-After", "")
    if _SECONDS.fullmatch(stated):
        return f" and asks to wait for {stated} s"
    return f" and asks to wait until {stated}" if _DATE.fullmatch(stated) else ""
