"""kubeconform's -schema-location templates: a path or URL with variables → a schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from argowave.errors import SchemaError
from argowave.schema.fetching import fetch_if_any
from argowave.schema.files import read_if_any
from argowave.schema.names import can_exist
from argowave.words.credentials import harmless

# pkg/registry/registry.go of kubeconform v0.7.0
_LAYOUT: Final = (
    "{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/"
    "{{ .ResourceKind }}{{ .KindSuffix }}.json"
)
_VARIABLE: Final = re.compile(r"\{\{-?\s*\.([A-Za-z]+)\s*-?\}\}")
_SUFFIXES: Final = ("", "-strict")  # of folders; strictness is applied to whatever is found


def is_url(location: str) -> bool:
    """Return whether a location is on the web."""
    return location.startswith(("http://", "https://"))


def check_location(location: str) -> None:
    """Check a location before it is used.

    Raises:
        SchemaError: it has a variable that kubeconform does not know, or is a folder that is
            not there.
    """
    expand(location, "v1", "Pod", "1.36")
    is_folder = not is_url(location) and "{{" not in location and not location.endswith("json")
    if is_folder and not Path(location).is_dir():
        message = "there is no such folder of schemas"
        hint = "name a folder, a template as kubeconform takes it, or default"
        raise SchemaError(message, path=location, hint=hint)
    if "{{" in _VARIABLE.sub("", location):
        message = "is no template: {{ }} holds one variable, such as {{ .ResourceKind }}"
        raise SchemaError(message, path=location)


def read_location(
    location: str, api_version: str, kind: str, kubernetes_version: str
) -> tuple[str, dict[str, Any]] | None:
    """Return (place, schema) that a location has for a kind, None where it has none.

    Raises:
        SchemaError: the location has an unknown variable, cannot be reached or holds no JSON.
    """
    if not can_exist(api_version, kind):
        return None
    places = [
        expand(location, api_version, kind, kubernetes_version, strict_suffix=suffix)
        for suffix in _SUFFIXES
    ]
    for place in dict.fromkeys(places):
        data = fetch_if_any(place) if is_url(place) else read_if_any(Path(place))
        if data is not None:
            shown = harmless(place)
            return shown, _schema(data, shown)
    return None


def expand(
    location: str,
    api_version: str,
    kind: str,
    kubernetes_version: str,
    *,
    strict_suffix: str = "",
) -> str:
    """Return the location with its variables filled in, as kubeconform does.

    Raises:
        SchemaError: it names a variable that kubeconform does not know.
    """
    if not location.endswith("json"):
        location = f"{location.rstrip('/')}/{_LAYOUT}"
    parts = api_version.split("/")
    suffix = "-".join(["", parts[0].split(".")[0], *parts[1:2]])
    patch = ".0" if kubernetes_version.count(".") == 1 else ""
    prefix = "" if kubernetes_version.startswith(("v", "master")) else "v"
    values = {
        "NormalizedKubernetesVersion": f"{prefix}{kubernetes_version}{patch}",
        "StrictSuffix": strict_suffix,
        "ResourceKind": kind.lower(),
        "ResourceAPIVersion": parts[-1],
        "Group": parts[0],  # for a kind of the core group its version, as kubeconform does it
        "KindSuffix": suffix.lower(),
    }

    def fill(found: re.Match[str]) -> str:
        if found[1] not in values:
            message = f"unknown variable .{found[1]}, there are {', '.join(values)}"
            raise SchemaError(message, path=location)
        return values[found[1]]

    return _VARIABLE.sub(fill, location)


def _schema(data: bytes, place: str) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        message = f"is no JSON: {error}"
        raise SchemaError(message, path=place) from error
    if not isinstance(body, dict):
        message = "is no JSON Schema: it holds no object"
        raise SchemaError(message, path=place)
    return body
