"""Paths to annotations, for findings."""

from __future__ import annotations


def annotation(name: str) -> tuple[str, str, str]:
    """Return the path of an annotation below an object."""
    return "metadata", "annotations", name
