"""A value that YAML or JSON may hold → itself where it has the type that is wanted, else nothing.

For readers of what a schema judges elsewhere: a wrong type is its finding, and no reader's fault.
"""

from __future__ import annotations

from typing import Any


def as_mapping(value: object) -> dict[str, Any]:
    """Return an object, {} for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return an array, [] for anything else."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return a string, "" for anything else."""
    return value if isinstance(value, str) else ""
