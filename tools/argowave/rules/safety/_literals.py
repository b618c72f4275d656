"""What a Secret states → its texts that nobody but their owner may know. No value leaves here."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Final

from argowave.rules.safety._known import CREDENTIALS_IN_URL, HARMLESS, PLACEHOLDER, is_known
from argowave.rules.safety._structured import credentials, in_json, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

_PAIR: Final = re.compile(r"\s*(?:export\s+)?([\w.-]+)\s*[=:]\s*+(.*)\Z")
_EMPTY_LINE: Final = re.compile(r"\s*+(?:[#;].*|\[[^\]]*\]|---)?\s*\Z")
_SKIPPED_TYPES: Final = ("helm.sh/release.v1", "kubernetes.io/service-account-token")


def literals(secret: Resource) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give the path and the text of each literal of a Secret; the text is never to be printed."""
    if secret.text("type") in _SKIPPED_TYPES:
        return
    for field in ("stringData", "data"):
        for key, value in secret.mapping(field).items():
            if not isinstance(value, str):
                continue
            text = value if field == "stringData" else _decoded(value)
            for literal in _literal(key, text):
                yield (field, key), literal
                break


def _decoded(value: str) -> str:
    """Return what base64 text says; what is no base64 or no text stands for itself."""
    if PLACEHOLDER.match(value):
        return value
    try:
        return base64.b64decode("".join(value.split()), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return value


def _literal(key: str, text: str) -> Iterator[str]:
    """Give the parts of one entry that are secret: a whole value, or values in a text of pairs."""
    stripped = text.strip()
    if is_known(stripped):
        return
    if found := CREDENTIALS_IN_URL.match(stripped):
        if not is_known(found[1]):
            yield found[1]
    elif stripped.startswith(("{", "[")) and (parsed := _json(stripped)) is not None:
        yield from in_json(parsed)
    elif "\n" in stripped and (nested := structure(stripped)) is not None:
        yield from credentials(nested)
    elif "\n" in stripped:
        yield from _in_lines(key, stripped)
    elif not HARMLESS.fullmatch(key):
        pair = _PAIR.match(stripped)
        if pair is None or not is_known(pair[2]):
            yield stripped


def _in_lines(key: str, text: str) -> Iterator[str]:
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines():
        if _EMPTY_LINE.match(line):
            continue
        pair = _PAIR.match(line.rstrip())
        if pair is None:
            pairs = []
            break
        pairs.append((pair[1], pair[2].strip("\"'")))
    if not pairs:
        if not HARMLESS.fullmatch(key):
            yield text
        return
    for name, value in pairs:
        if not HARMLESS.fullmatch(name) and not is_known(value):
            yield value


def _json(text: str) -> object:
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parsed
