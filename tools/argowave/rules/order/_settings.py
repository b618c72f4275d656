"""Findings in Argo CD's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.finding import Finding
from argowave.rules.rule import show

if TYPE_CHECKING:
    from argowave.gates import Settings


def at_settings(settings: Settings, message: str) -> Finding:
    """Return a finding where the settings are written; the runner adds the rule's name."""
    origin = settings.origin
    line = None if origin.rendered else origin.document.line_of(origin.path)
    return Finding(origin.document.source, line, origin.subject, show(origin.path), message, "")
