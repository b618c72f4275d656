"""Findings and a summary → text for people, other formats for machines and reviews.

Each format is one module with `write(stream, findings, summary, checked=None)`: `checked` is
every manifest with its status, where a command (`validate`) reports manifest by manifest.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from argowave.report.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.finding import Finding
    from argowave.validate.checked import Checked

# what --format may say, each the module argowave.report.<name>
FORMATS = ("text", "json", "junit", "tap", "sarif", "github", "gitlab", "markdown")


class Writer(Protocol):
    """What a format's module offers."""

    def write(
        self,
        stream: TextIO,
        findings: Sequence[Finding],
        summary: Summary,
        checked: Sequence[Checked] | None = None,
    ) -> None:
        """Write one whole report."""


def writer(name: str) -> Writer:
    """Return the writer of one of FORMATS; only that format's module is imported."""
    return cast("Writer", importlib.import_module(f"argowave.report.{name}"))


__all__ = ["FORMATS", "Summary", "Writer", "writer"]
