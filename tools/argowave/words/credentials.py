"""Text with URLs → the same without the users and passwords that stand in them.

Whoever writes a credential into a URL has it in git, but it need not be in every report, too.
"""

from __future__ import annotations

import re
from typing import Any, Final

# with HTTP a user alone may be a token; in ssh://git@host it is a part of the address
_HTTP: Final = re.compile(r"(https?://)[^/?#\s'\"<>]*@", re.IGNORECASE)
_OTHER: Final = re.compile(r"(?<=[a-z0-9+.-])(://[^/?#\s:@'\"<>]*):[^/?#\s'\"<>]*@", re.IGNORECASE)
# A password with a sign that ends a host, as `#` does, makes no URL that anybody takes, and yet it
# is one: where no port follows the first name, all that is before the next host is taken for it.
_UNQUOTED: Final = re.compile(
    r"(?<=[a-z0-9+.-])(://[^/?#\s:@'\"<>]+):(?!\d*(?:[/?#\s'\"<>]|$)|\$?[({])(?:(?!://)\S)*?"
    r"@(?=[\w.-]+(?:[^\w.@-]|$))",
    re.IGNORECASE,
)
# such as private_token of GitLab, and sig of Azure's storage, where charts may lie
_QUERY: Final = re.compile(
    r"([?&](?:sig|auth|[\w.-]{0,40}?(?:token|password|passwd|secret|signature|api_?key))=)[^&#\s'\"<>]+",
    re.IGNORECASE,
)


def harmless(text: str) -> str:
    """Return a text in which no URL has credentials, in its query neither."""
    return without_user(_QUERY.sub(r"\1…", text) if "?" in text else text)


def without_user(text: str) -> str:
    """Return a text in which no URL has a user with a password before its host."""
    if "@" not in text or "://" not in text:
        return text
    plain = _UNQUOTED.sub(r"\1@", text)
    return _OTHER.sub(r"\1@", _HTTP.sub(r"\1", plain))


def harmless_value(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Return a JSON value in which no text has a URL with credentials."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {key: harmless_value(each) for key, each in value.items()}
    if isinstance(value, list):
        return [harmless_value(each) for each in value]
    return value


def starred(url: str) -> str:
    """Return a URL with an asterisk for its credentials, as a glob has it."""
    return _HTTP.sub(r"\1*@", url)
