"""What one task waits for, in a DAG of Argo Workflows and in a Pipeline of Tekton."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# taskNameRegex in workflow/common/ancestry.go of Argo Workflows
_NAME: Final = re.compile(r"([a-zA-Z0-9][-a-zA-Z0-9]*)(?:\.[A-Z][a-zA-Z]+)?")


def names_in(depends: str) -> list[str]:
    """Return the tasks in `a && (b.Failed || c)`, none where a name has signs of other words."""
    if "_" in depends or "{{" in depends:
        return []
    return list(dict.fromkeys(_NAME.findall(depends)))


def circle(waiting: Mapping[str, list[str]]) -> list[str]:
    """Return the first tasks that wait for each other, from one of them to itself; [] for none.

    Args:
        waiting: {task: those that it waits for}.
    """
    done: set[str] = set()
    for start in waiting:
        path: list[str] = []
        ahead = [(start, False)]
        while ahead:
            name, is_left = ahead.pop()
            if is_left:
                done.add(path.pop())
            elif name in path:
                return [*path[path.index(name) :], name]
            elif name not in done:
                path.append(name)
                ahead.append((name, True))
                ahead += [(each, False) for each in reversed(waiting.get(name, []))]
    return []
