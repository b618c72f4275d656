"""A source that cannot be had → a finding, where its server was certain that there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Finding
from argowave.sources.fetch.wanted import AbsentError

if TYPE_CHECKING:
    from argowave.sources.fetch.wanted import FetchError
    from argowave.sources.request import Generated

_REVISION: Final = "$.targetRevision"  # what is asked for, of the source that states it


def with_absence(generated: Generated, error: FetchError) -> Generated:
    """Return what is known of a source that cannot be had.

    Args:
        generated: what it gives all the same, and that it was not looked at.
        error: why it cannot be had; any other than an AbsentError changes nothing.
    """
    if not isinstance(error, AbsentError):
        return generated
    return replace(
        generated,
        findings=(*generated.findings, Finding("", None, "", _REVISION, str(error), "source")),
        not_checked=tuple(replace(each, is_finding=True) for each in generated.not_checked),
    )
