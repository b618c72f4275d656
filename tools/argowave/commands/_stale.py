"""Templates that were changed and not rendered: a comparison of what is rendered shows nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from argowave.errors import ToolError
from argowave.laid_out import has_environments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from argowave.revisions.git import Git


def warn_of_stale(repository: Path, names: Sequence[str], git: Git, base: str) -> None:
    """Name on standard error each environment that is not what the templates say.

    They are rendered only where one of their files has changed since `base`.
    """
    if not has_environments(repository):
        return
    sources = (path for path in git.changed(base) if "/rendered/" not in path)
    if not any(
        path.startswith(("apps/", "infra/", "workloads/values/", "environments/"))
        for path in sources
    ):
        return
    try:
        stale = list(_stale(repository, names))
    except ToolError as error:
        print(f"the templates cannot be rendered: {error}", file=sys.stderr)
        return
    for folder in stale:
        print(
            f"{folder} is not what the templates say, and only what stands there is compared;"
            " run argowave render",
            file=sys.stderr,
        )


def _stale(repository: Path, names: Sequence[str]) -> Iterator[str]:
    from argowave.environment import load_environments  # noqa: PLC0415 (only where it may be stale)
    from argowave.render import open_renderer, plan_changes  # noqa: PLC0415 (as above)

    renderer = open_renderer(repository)
    for environment in load_environments(repository, names):
        plan = plan_changes(renderer.render(environment), repository)
        if plan.changed:
            yield plan.folder.relative_to(repository).as_posix()
