"""What Helm takes a template for, by its name alone."""

from __future__ import annotations


def makes_manifests(template: str) -> bool:
    """Tell whether what a template renders to is read as manifests: no notes, and no partial."""
    return not (template.endswith("NOTES.txt") or template.rpartition("/")[2].startswith("_"))
