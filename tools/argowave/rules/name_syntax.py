"""A text → what keeps Kubernetes from taking it for a name of some sort, "" where nothing does.

Source: k8s.io/apimachinery/pkg/util/validation (validation.go) and pkg/api/validation/path.
"""

from __future__ import annotations

import re
from typing import Final

_PLACEHOLDER: Final = re.compile(r"[<>{}$]")
_SHOWN: Final = 60  # characters of a name in a message
_PART: Final = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_LABEL: Final = re.compile(_PART)
_SUBDOMAIN: Final = re.compile(rf"{_PART}(?:\.{_PART})*")
_QUALIFIED: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")
_PORT: Final = re.compile(rf"(?=.*[a-z])(?!.*--){_PART}")
_LONGEST_LABEL: Final = 63
_LONGEST_SUBDOMAIN: Final = 253
_LONGEST_PORT: Final = 15


def is_unfinished(text: str) -> bool:
    """Tell whether something is still to be put in, so that nobody knows what it will be."""
    return _PLACEHOLDER.search(text) is not None


def label_fault(text: str, most: int = _LONGEST_LABEL) -> str:
    """Say why a text is no DNS label (IsDNS1123Label)."""
    what = "a-z, 0-9 and -, with a letter or digit at both ends"
    return _too_long(text, most) or ("" if _LABEL.fullmatch(text) else f"it may have {what}")


def subdomain_fault(text: str, most: int = _LONGEST_SUBDOMAIN) -> str:
    """Say why a text is no DNS name (IsDNS1123Subdomain)."""
    what = "a-z, 0-9, - and ., with a letter or digit at both ends and beside each dot"
    return _too_long(text, most) or ("" if _SUBDOMAIN.fullmatch(text) else f"it may have {what}")


def port_fault(text: str) -> str:
    """Say why a text is no name of a container's port (IsValidPortName)."""
    what = "a-z, 0-9 and single -, with one letter at least and a letter or digit at both ends"
    return _too_long(text, _LONGEST_PORT) or (
        "" if _PORT.fullmatch(text) else f"it may have {what}"
    )


def path_fault(text: str) -> str:
    """Say why a text cannot be a part of a URL's path (IsValidPathSegmentName)."""
    if text in (".", "..") or "/" in text or "%" in text:
        return "it may not be . or .., and have no / or %"
    return ""


def key_fault(text: str) -> str:
    """Say why a text is no key of a label or an annotation (IsQualifiedName)."""
    prefix, slash, name = text.rpartition("/")
    if slash and (fault := subdomain_fault(prefix)):
        return f"before the slash {fault}"
    return _qualified_fault(name) or ("" if name else "it is empty")


def value_fault(text: str) -> str:
    """Say why a text is no value of a label (IsValidLabelValue)."""
    return _qualified_fault(text) if text else ""


def shown(text: str) -> str:
    """Return a name for a message, a long one cut."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _qualified_fault(text: str) -> str:
    what = "letters, digits, -, _ and ., with a letter or digit at both ends"
    fault = _too_long(text, _LONGEST_LABEL)
    return fault or ("" if _QUALIFIED.fullmatch(text) or not text else f"it may have {what}")


def _too_long(text: str, most: int) -> str:
    length = len(text.encode("utf-8", "surrogatepass"))
    return f"it has {length} characters, and {most} are the most" if length > most else ""
