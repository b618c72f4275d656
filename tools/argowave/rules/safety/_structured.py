"""What a file in JSON or YAML says → the credentials in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.rules.safety._known import CREDENTIALS_IN_URL, HARMLESS, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

# a file of settings has more than credentials, so that it is the key that tells: no passwordFile
_TELLING: Final = re.compile(
    r".*(?:pass(?:word|wd|phrase)?|pwd|(?<!existing)secret|token|credentials?|auth|dsn"
    r"|(?:api|access|private|signing|encryption|account|licen[cs]e|secret)[._-]?key"
    r"|connection[._-]?string)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SECURE: Final = "secureJsonData"  # what Grafana keeps encrypted
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/=_-]{20,}")  # where all three kinds of characters are
_CLASSES: Final = (str.islower, str.isupper, str.isdigit)


def structure(text: str) -> object:
    """Return what YAML that nests says, None for a list of pairs or what is no YAML."""
    from argowave.yamlio import YamlFault, read_documents  # noqa: PLC0415 (few Secrets hold YAML)

    found: list[object] = []
    for document in read_documents(text.encode(), "", strict=False):
        if isinstance(document, YamlFault):
            return None
        found.append(document.body)
    values: list[object] = []
    for body in found:
        values += (
            body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
        )
    return found if any(isinstance(value, (dict, list)) for value in values) else None


def in_json(value: object, name: str = "") -> Iterator[str]:
    """Give each text that is not known to open nothing."""
    for key, text in _leaves(value, name):
        if not HARMLESS.fullmatch(key) and not is_known(text):
            yield text


def credentials(value: object) -> Iterator[str]:
    """Give each text whose key, or whose look, says that it opens something."""
    for key, text in _leaves(value, "", within=_SECURE):
        if found := CREDENTIALS_IN_URL.match(text):
            if not is_known(found[1]):
                yield found[1]
        elif not is_known(text) and (
            key == _SECURE
            or (_TELLING.match(key) and not HARMLESS.fullmatch(key))
            or _looks_random(text)
        ):
            yield text


def _leaves(value: object, name: str, within: str = "") -> Iterator[tuple[str, str]]:
    """Give each text with its key; what is below the key `within` has that one."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, name if within and name == within else str(key), within)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, name, within)
    elif isinstance(value, str):
        yield name, value


def _looks_random(text: str) -> bool:
    if "BEGIN CERTIFICATE" in text and "PRIVATE KEY" not in text:
        return False
    return any(all(any(map(of, token)) for of in _CLASSES) for token in _TOKEN.findall(text))
