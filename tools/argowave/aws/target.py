"""Environment variables and flags → where AWS is, and as whom it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from argowave.errors import InvocationError

if TYPE_CHECKING:
    from collections.abc import Mapping

# what the images of the workloads read, then what AWS's SDKs do
ENDPOINT_VARIABLES = ("CLOUD_AWS_DEFAULTS_ENDPOINT", "AWS_ENDPOINT_URL")
REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION", "CLOUD_AWS_DEFAULTS_REGION")


@dataclass(frozen=True, slots=True)
class Key:
    """An access key; its secret stays out of every message."""

    id: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """Where AWS is."""

    region: str
    endpoint: str | None = None  # an emulator's URL, None for real AWS
    key: Key | None = None  # None: whatever the SDK finds (profile, pod identity, …)

    def __str__(self) -> str:
        """Return the target as messages name it."""
        return f"{self.endpoint or 'real AWS'}, region {self.region}"


def read_target(
    variables: Mapping[str, str], *, endpoint: str | None = None, region: str | None = None
) -> Target:
    """Return the target that flags state, or else the usual variables.

    Args:
        variables: the process's environment.
        endpoint: from a flag; it goes before every variable.
        region: from a flag; it goes before every variable.

    Raises:
        InvocationError: nobody states a region, or the endpoint is no URL.
    """
    url = endpoint or _first(variables, ENDPOINT_VARIABLES)
    if url is not None:
        _check_url(url)
    place = region or _first(variables, REGION_VARIABLES)
    if place is None:
        message = "no region is stated"
        raise InvocationError(message, hint="pass --region, or set AWS_REGION")
    return Target(place, url, _key(variables))


def _key(variables: Mapping[str, str]) -> Key | None:
    id_, secret = variables.get("AWS_ACCESS_KEY_ID"), variables.get("AWS_SECRET_ACCESS_KEY")
    if not id_ or not secret:
        return None
    return Key(id_, secret, variables.get("AWS_SESSION_TOKEN"))


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = f"the endpoint {url} is no URL such as http://127.0.0.1:4566"
        raise InvocationError(message)


def _first(variables: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((variables[name] for name in names if variables.get(name)), None)
