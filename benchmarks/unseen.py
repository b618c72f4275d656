"""Why a defect cannot show in a rehearsal, by the rule that finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutations.mutation import Mutation

REASONS: dict[str, str] = {}


def reason_not_to_show(mutation: Mutation) -> str:
    """Return why a rehearsal passes although the defect is real, "" where nobody knows."""
    return REASONS.get(mutation.rule, "")
