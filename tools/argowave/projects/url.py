"""A URL → the same URL as Go's net/url reads and writes it, which Argo CD compares."""

from __future__ import annotations

import ipaddress
import re
import string
from typing import Final

_ALWAYS: Final = string.ascii_letters + string.digits + "-._~"
# what each part of a URL holds without escapes (encoding_table.go of Go 1.26)
_PATH: Final = frozenset(_ALWAYS + "$&+,/:;=@")
_HOST: Final = frozenset(_ALWAYS + "!\"$&'()*+,:;<=>[]")
_USER: Final = frozenset(_ALWAYS + "$&+,;=")
_FRAGMENT: Final = frozenset(_ALWAYS + "!$&()*+,/:;=?@")
_IN_USERINFO: Final = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*\Z")
_KEPT: Final = frozenset("!$&'()*+,;=:@[]%")  # beside a part's own, where it came so (validEncoded)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPE: Final = re.compile(r"%([0-9a-fA-F]{2})?")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+\-.]*):")
_PORT: Final = re.compile(r"(:[0-9]*)?\Z")
_WEB: Final = ("http", "https")
_ASCII: Final = 0x80


class UrlError(ValueError):
    """Go refuses a URL."""


def rewritten(text: str) -> str:
    """Return what url.Parse and String make of a URL.

    Escapes are kept where they were needed or do no harm; what needs one and has none gets it,
    braces and blanks of a path included.

    Raises:
        UrlError: it is no URL.
    """
    # Go reads bytes: one character each, until the end
    whole, _, fragment = text.encode("utf-8", "surrogateescape").decode("latin-1").partition("#")
    written = _without_fragment(whole)
    if fragment:
        written += f"#{_escaped_again(fragment, _FRAGMENT)}"
    return written.encode("latin-1").decode("utf-8", "surrogateescape")


def _without_fragment(text: str) -> str:
    if _CONTROL.search(text):
        raise UrlError
    if text == "*":
        return text
    if text.startswith(":"):
        raise UrlError
    match = _SCHEME.match(text)
    scheme = match[1].lower() if match else ""
    rest, mark, query = text[match.end() if match else 0 :].partition("?")
    ending = mark + query
    if not rest.startswith("/"):
        if scheme:
            return f"{scheme}:{rest}{ending}"
        if ":" in rest.partition("/")[0]:
            raise UrlError
        return _first_segment(_escaped_again(rest, _PATH)) + ending
    start = f"{scheme}:" if scheme else ""
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, path = rest[2:].partition("/")
        shown = _authority(scheme, authority)
        path = _escaped_again(slash + path, _PATH)
        return f"{start}{'//' if shown or path else ''}{shown}{path}{ending}"
    return f"{start}{_escaped_again(rest, _PATH)}{ending}"


def _first_segment(path: str) -> str:
    """Return a relative path so that its first segment is not taken for a scheme."""
    return f"./{path}" if ":" in path.partition("/")[0] else path


def _authority(scheme: str, text: str) -> str:
    user, at, host = text.rpartition("@")
    host = _escape(_host(scheme, host), _HOST)
    if not at:
        return host
    if not _IN_USERINFO.match(user):
        raise UrlError
    name, colon, password = user.partition(":")
    shown = _escape(_unescape(name), _USER) + colon + _escape(_unescape(password), _USER)
    return f"{shown}@{host}"


def _host(scheme: str, text: str) -> str:
    """Return a host with its port, unescaped (parseHost)."""
    if "[" not in text:
        colon = text.find(":") if scheme in _WEB else text.rfind(":")
        if colon >= 0 and not _PORT.match(text, colon):
            raise UrlError
        return _unescape_host(text)
    literal, closed, port = text[1:].rpartition("]")
    if text.rfind("[") > 0 or not closed or not _PORT.match(port):
        raise UrlError
    address = _unescape_host(literal)
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        raise UrlError from None
    return f"[{address}]{port}"


def _unescape_host(text: str) -> str:
    """Return a host without escapes, which only may stand for what is not ASCII."""
    if any(ord(each) < _ASCII and each not in _HOST and each != "%" for each in text):
        raise UrlError
    for match in _ESCAPE.finditer(text):
        if match[1] and match[1] != "25" and int(match[1], 16) < _ASCII:
            raise UrlError
    return _unescape(text)


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if match[1] is None:
            raise UrlError
        return chr(int(match[1], 16))

    return _ESCAPE.sub(character, text)


def _escape(text: str, kept: frozenset[str]) -> str:
    return "".join(each if each in kept else f"%{ord(each):02X}" for each in text)


def _escaped_again(text: str, kept: frozenset[str]) -> str:
    """Return a path or a fragment with escapes: its own where it is well-formed with them."""
    plain = _unescape(text)
    if all(each in kept or each in _KEPT for each in text):
        return text
    return plain if plain == "*" and kept is _PATH else _escape(plain, kept)
