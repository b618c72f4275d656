"""Kubernetes versions as Argo CD passes them on."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=64)  # a request for each of thousands of charts holds it
def full_version(version: str) -> str:
    """Return 1.36.0 for 1.36 or v1.36.0-eks, as Argo CD cuts a version down (parseKubeVersion)."""
    numbers = version.removeprefix("v").partition("-")[0].partition("+")[0].split(".")
    return ".".join([*numbers, "0", "0"][:3])
