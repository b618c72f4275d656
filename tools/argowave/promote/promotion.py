"""Two environments → what copying versions.yaml from one to the other would write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from argowave.diff.fields import differences
from argowave.environment import load_environments
from argowave.environment.files import FILES, read_file
from argowave.errors import InvocationError, ProgramError, RepositoryError
from argowave.render import open_renderer, plan_changes
from argowave.render.plan import Action
from argowave.revisions.git import Git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from argowave.diff.changes import FieldChange
    from argowave.diff.overlay import Overlay
    from argowave.render import Plan, Rendering


@dataclass(frozen=True, slots=True)
class Promotion:
    """Everything that a promotion would write, decided and not written."""

    repository: Path
    source: str  # the environment whose versions are taken
    target: str  # the environment that gets them
    versions_before: bytes  # of the target
    versions: bytes  # of the source
    fields: tuple[FieldChange, ...]  # of versions.yaml
    rendering: Rendering  # of the target, with the source's versions
    plan: Plan  # what changes below the target's rendered/

    @property
    def path(self) -> str:
        """The target's versions.yaml, relative to the repository."""
        return _path(self.target)

    @property
    def files(self) -> dict[str, bytes | None]:
        """What would be written: path relative to the repository → bytes, None for what goes."""
        found: dict[str, bytes | None] = {}
        if self.versions != self.versions_before:
            found[self.path] = self.versions
        for path, content in _rendered(self.plan).items():
            found[f"environments/{self.target}/rendered/{path}"] = content
        return found


def prepare(repository: Path, source: str, target: str, overlay: Overlay) -> Promotion:
    """Decide what a promotion would write.

    Args:
        repository: absolute.
        source: the environment whose versions are taken.
        target: the environment that gets them.
        overlay: stands for the repository after the promotion, and holds it afterwards.

    Raises:
        InvocationError: the two are one, or one of them is none.
        RepositoryError: what the target says is in no commit, or its file is a link.
        ToolError: an environment, or a template, is wrong.
    """
    if source == target:
        message = f"{source} cannot be promoted to itself"
        raise InvocationError(message)
    load_environments(repository, [source, target])
    _refuse_what_would_be_lost(repository, target)
    former, versions = (_versions(repository, each) for each in (target, source))
    overlay.provide(["environments/schema.json", "environments/base.yaml"])
    overlay.provide([f"environments/{target}"])
    overlay.change({_path(target): versions[0]})
    (changed,) = load_environments(overlay.folder, [target])
    there = replace(changed, path=repository / "environments" / target)
    rendering = open_renderer(repository).render(there)
    plan = plan_changes(rendering, repository)
    fields = tuple(differences(former[1], versions[1]))
    promotion = Promotion(
        repository, source, target, former[0], versions[0], fields, rendering, plan
    )
    overlay.change(promotion.files)
    return promotion


def is_uncommitted(repository: Path, name: str) -> bool:
    """Tell whether an environment's versions are in no commit; without git, nothing tells."""
    try:
        return Git(repository).uncommitted(_path(name))
    except (ProgramError, RepositoryError):
        return False


def _path(name: str) -> str:
    return f"environments/{name}/{FILES['versions']}"


def _refuse_what_would_be_lost(repository: Path, target: str) -> None:
    path = _path(target)
    if (repository / path).is_symlink():
        message = "is a link, and a promotion writes files only"
        raise RepositoryError(message, path=path, hint="replace it by a copy of what it leads to")
    if is_uncommitted(repository, target):
        message = "has changes that are in no commit, and a promotion would overwrite them"
        raise RepositoryError(message, path=path, hint="commit them, or undo them, then promote")


def _versions(repository: Path, name: str) -> tuple[bytes, Mapping[str, Any]]:
    path = repository / _path(name)
    return path.read_bytes(), read_file(repository, name, "versions").body


def _rendered(plan: Plan) -> dict[str, bytes | None]:
    return {
        change.path: None if change.action is Action.REMOVE else change.after
        for change in plan.changes
    }
