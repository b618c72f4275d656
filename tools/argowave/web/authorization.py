"""A user and a password, such as a URL may have → a header."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password; they are never shown."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Return nothing that a log should not have."""
        return "Credentials(…)"

    @property
    def header(self) -> str:
        """The value of an Authorization header."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


def sent(credentials: Credentials | None) -> dict[str, str]:
    """Return the headers that credentials are sent in, {} without any."""
    return {"Authorization": credentials.header} if credentials else {}


def in_url(url: str) -> Credentials | None:
    """Return the credentials that stand in a URL, as Go takes them from there."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.username is None:
        return None
    return Credentials(unquote(parts.username), unquote(parts.password or ""))
