"""JSON over HTTP, with a token that goes to one host only."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from argowave import __version__
from argowave.errors import ForgeError, InvocationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS: Final = 30
_HERE: Final = ("127.0.0.1", "localhost", "::1")
_LONGEST: Final = 300  # characters of what a host answers to a refused call


class _Stays(HTTPRedirectHandler):
    """Follows no redirection, which would take the token to wherever it leads."""

    def redirect_request(self, *_: object) -> None:
        return None


class Calls:
    """Calls to one API."""

    def __init__(self, api: str, headers: Mapping[str, str]) -> None:
        """Take the API's URL, without a slash at its end, and what every call carries.

        Raises:
            InvocationError: the token would travel in the clear.
        """
        parts = urlsplit(api)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            message = f"{api} is no https:// address, and a token is not sent to any other"
            raise InvocationError(message)
        self._api = api.rstrip("/")
        self._headers = {**headers, "User-Agent": f"argowave/{__version__}"}
        self._opener = build_opener(_Stays)

    def ask(self, method: str, path: str, body: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 (any JSON)
        """Return what the API answers.

        Raises:
            ForgeError: it cannot be reached, refuses, or answers with something else than JSON.
        """
        url = f"{self._api}{path}"
        data = None if body is None else json.dumps(body).encode()
        headers = {**self._headers, **({"Content-Type": "application/json"} if data else {})}
        request = Request(url, data, headers, method=method)  # noqa: S310 (checked above)
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                return json.loads(answer.read())
        except HTTPError as error:
            with error:
                raise _refused(method, url, error) from None
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            message = f"{method} {url}: nobody answers: {reason}"
            raise ForgeError(message) from error
        except ValueError as error:
            message = f"{method} {url}: the answer is no JSON"
            raise ForgeError(message) from error


def _refused(method: str, url: str, error: HTTPError) -> ForgeError:
    try:
        said = json.loads(error.read()).get("message", "")
    except (ValueError, OSError, AttributeError):
        said = ""
    reason = f"{error.code} {error.reason}" + (f": {said}"[:_LONGEST] if said else "")
    hint = (
        "the token may not write comments: a job of a fork's pull request has one that only reads"
        if error.code in (401, 403, 404)
        else None
    )
    return ForgeError(f"{method} {url}: {reason}", hint=hint)
