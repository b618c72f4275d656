"""kubeconform's -schema-location templates: a path or URL with variables → a schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from argowave.errors import SchemaError

# pkg/registry/registry.go of kubeconform v0.7.0
_LAYOUT: Final = (
    "{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/"
    "{{ .ResourceKind }}{{ .KindSuffix }}.json"
)
_VARIABLE: Final = re.compile(r"\{\{-?\s*\.([A-Za-z]+)\s*-?\}\}")
_TIMEOUT: Final = 20.0  # seconds for one schema over HTTP
_LARGEST: Final = 32_000_000  # bytes of one schema


def is_template(location: str | Path) -> bool:
    """Return whether a location is kubeconform's: a template, a URL, or a .json path."""
    text = str(location)
    return "{{" in text or text.startswith(("http://", "https://")) or text.endswith(".json")


def read_location(
    location: str, api_version: str, kind: str, kubernetes_version: str
) -> dict[str, Any] | None:
    """Return the schema that a location has for a kind, None where it has none.

    Raises:
        SchemaError: the location has an unknown variable, cannot be reached or holds no JSON.
    """
    place = expand(location, api_version, kind, kubernetes_version)
    data = _download(place) if place.startswith(("http://", "https://")) else _read(place)
    if data is None:
        return None
    try:
        body = json.loads(data)
    except ValueError as error:
        message = f"is no JSON: {error}"
        raise SchemaError(message, path=place) from error
    return body if isinstance(body, dict) else None


def expand(location: str, api_version: str, kind: str, kubernetes_version: str) -> str:
    """Return the location with its variables filled in, as kubeconform does.

    Raises:
        SchemaError: it names a variable that kubeconform does not know.
    """
    if not location.endswith("json"):
        location = f"{location.rstrip('/')}/{_LAYOUT}"
    group, slash, version = api_version.rpartition("/")
    short = group.split(".", maxsplit=1)[0]
    suffix = f"-{short}-{version}" if slash else f"-{version}"
    patch = kubernetes_version.count(".") == 1
    plain = f"{kubernetes_version}.0" if patch else kubernetes_version
    values = {
        "NormalizedKubernetesVersion": plain if plain.startswith(("v", "master")) else f"v{plain}",
        "StrictSuffix": "",  # strictness is applied here, to whatever is found
        "ResourceKind": kind.lower(),
        "ResourceAPIVersion": version.lower(),
        "Group": group.lower(),
        "KindSuffix": suffix.lower(),
    }

    def fill(found: re.Match[str]) -> str:
        if found[1] not in values:
            message = f"unknown variable .{found[1]}, there are {', '.join(values)}"
            raise SchemaError(message, path=location)
        return values[found[1]]

    return _VARIABLE.sub(fill, location)


def _read(place: str) -> bytes | None:
    try:
        return Path(place).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL byte
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise SchemaError(message, path=place) from error


def fetch(place: str) -> bytes:
    """Return what a URL holds.

    Raises:
        SchemaError: it does not exist, cannot be reached in time, or is too large.
    """
    data = _download(place)
    if data is None:
        message = "does not exist (404)"
        raise SchemaError(message, path=place)
    return data


def _download(place: str) -> bytes | None:
    import http.client  # noqa: PLC0415 (16 ms that only a URL is worth)
    import urllib.error  # noqa: PLC0415 (see above)
    import urllib.request  # noqa: PLC0415 (see above)

    try:
        with urllib.request.urlopen(place, timeout=_TIMEOUT) as answer:  # noqa: S310 (http or https, checked by the caller)
            data: bytes = answer.read(_LARGEST + 1)
    except urllib.error.HTTPError as error:
        if error.code == 404:  # noqa: PLR2004 (not found)
            return None
        message = f"answered {error.code} {error.reason}"
        raise SchemaError(message, path=place) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        message = f"cannot be fetched: {getattr(error, 'reason', None) or error}"
        raise SchemaError(message, path=place) from error
    if len(data) > _LARGEST:
        message = f"is larger than {_LARGEST // 1_000_000} MB"
        raise SchemaError(message, path=place)
    return data
