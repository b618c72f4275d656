"""Environment variables → what the two programs need to know, read as gosoline reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.aws import Aws, read_target

if TYPE_CHECKING:
    from collections.abc import Mapping

STREAM = "events"  # built into the images
_DEFAULTS = {"APP_PROJECT": "justtrack", "ENV": "dev", "APP_FAMILY": "devops"}


def name_of(variables: Mapping[str, str], app: str) -> str:
    """Return the name of an application's stream: justtrack-dev-devops-producer-events."""
    project, environment, family = (
        variables.get(name) or default for name, default in _DEFAULTS.items()
    )
    return f"{project}-{environment}-{family}-{app}-{STREAM}"


def own_app(variables: Mapping[str, str], default: str) -> str:
    """Return the application's own name."""
    return variables.get("APP_NAME") or default


def connect(variables: Mapping[str, str]) -> Aws:
    """Return AWS as the variables state it.

    CLOUD_AWS_DEFAULTS_ENDPOINT is the images' own variable and goes before the SDK's.
    """
    endpoint = variables.get("CLOUD_AWS_DEFAULTS_ENDPOINT") or None
    region = variables.get("CLOUD_AWS_DEFAULTS_REGION") or None
    return Aws(read_target(variables, endpoint=endpoint, region=region), timeout=5)
