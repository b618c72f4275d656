"""What one task waits for, in a DAG of Argo Workflows and in a Pipeline of Tekton."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# taskResultRegex and taskNameRegex in workflow/common/ancestry.go of Argo Workflows
_RESULT: Final = re.compile(r"([a-zA-Z0-9][-a-zA-Z0-9]*?)\.([A-Z][a-zA-Z]+)")
_NAME: Final = re.compile(r"([a-zA-Z0-9][-a-zA-Z0-9]*)(?:\.[A-Z][a-zA-Z]+)?")


def names_in(depends: str) -> list[str]:
    """Return the tasks in `a && (b.Failed || c)`, none where a name has signs of other words."""
    return [] if _is_open(depends) else list(dict.fromkeys(_NAME.findall(depends)))


def results_in(depends: str) -> list[tuple[str, str]]:
    """Return each task of which a result is asked for, and the result: `b` and `Failed`."""
    return [] if _is_open(depends) else list(dict.fromkeys(_RESULT.findall(depends)))


def _is_open(depends: str) -> bool:
    return "_" in depends or "{{" in depends


def circle(waiting: Mapping[str, list[str]]) -> list[str]:
    """Return the first tasks that wait for each other, from one of them to itself; [] for none.

    Args:
        waiting: {task: those that it waits for}.
    """
    from graphlib import CycleError, TopologicalSorter  # noqa: PLC0415 (few trees have any)

    try:
        TopologicalSorter(waiting).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]  # each waits for the one before it
        return found[::-1]
    return []


def in_words(found: list[str]) -> str:
    """Return a circle as a message begins with it."""
    return f"{found[0]} waits for {', which waits for '.join(found[1:])}"
