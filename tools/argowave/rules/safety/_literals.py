"""What a Secret states → its texts that nobody but their owner may know. No value leaves here."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

# values that everybody knows: emulators take any key, and documents show these
_DUMMIES: Final = frozenset(
    (
        *("", "test", "dummy", "fake", "fakekey", "local", "localstack", "ministack", "none"),
        *("placeholder", "example", "mock", "n/a", "null", "true", "false", "secret", "changeme"),
        *("akiaiosfodnn7example", "wjalrxutnfemi/k7mdeng/bpxrficyexamplekey", "minioadmin"),
        "000000000000",
    )
)
# filled in by something that reads Git: argocd-vault-plugin, vals, sops, envsubst, Argo CD itself
_PLACEHOLDER: Final = re.compile(
    r"<[^<>\n]+>\Z|ref\+[a-z0-9]+://|ENC\[|\$\{[^}]+\}\Z|\$\([^)]+\)\Z|\$[\w.:-]+\Z|\{\{.*\}\}\Z"
    r"|(?:vault|op|awssm|gcpsm):",
    re.DOTALL,
)
# what tells who or where, and opens nothing
_HARMLESS: Final = re.compile(
    r"(?:.*[._-])?(?:user(?:_?name)?|login|host(?:_?name)?|port|region|output|zone|type|name"
    r"|names?pace|server|database|db_?name|scheme|engine|email|bucket|account(?:_?id)?|project"
    r"|ca\.crt|tls\.crt|.*\.pub|registry|url|endpoint|enable.*|insecure|github.?app.?id"
    r"|github.?app.?installation.?id|issuer|client_?id|tenant_?id|subscription_?id|role_?arn"
    r"|(?:.*[._-])?id|[a-z]+(?:name|url|host|rolearn)|(?:ca|cert)data)",
    re.IGNORECASE,
)
_CREDENTIALS_IN_URL: Final = re.compile(r"\w+://[^/@\s:]*:([^/@\s]+)@")
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
    if _PLACEHOLDER.match(value):
        return value
    try:
        return base64.b64decode("".join(value.split()), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return value


def _literal(key: str, text: str) -> Iterator[str]:
    """Give the parts of one entry that are secret: a whole value, or values in a text of pairs."""
    stripped = text.strip()
    if _is_known(stripped):
        return
    if found := _CREDENTIALS_IN_URL.match(stripped):
        if not _is_known(found[1]):
            yield found[1]
    elif stripped.startswith(("{", "[")) and (parsed := _json(stripped)) is not None:
        yield from _in_json(parsed)
    elif "\n" in stripped:
        yield from _in_lines(key, stripped)
    elif not _HARMLESS.fullmatch(key):
        pair = _PAIR.match(stripped)
        if pair is None or not _is_known(pair[2]):
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
        if not _HARMLESS.fullmatch(key):
            yield text
        return
    for name, value in pairs:
        if not _HARMLESS.fullmatch(name) and not _is_known(value):
            yield value


def _in_json(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _in_json(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _in_json(each, name)
    elif isinstance(value, str) and not _HARMLESS.fullmatch(name) and not _is_known(value):
        yield value


def _json(text: str) -> object:
    try:
        parsed: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parsed


def _is_known(text: str) -> bool:
    return text.lower() in _DUMMIES or _PLACEHOLDER.match(text) is not None
