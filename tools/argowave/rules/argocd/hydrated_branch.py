"""hydrated-branch: a hydrated branch that cannot be applied, or that its dry source does not give.

A branch that lags behind is normal between a push and the hydration: it is named, and no finding.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.finding import Severity
from argowave.hydration import differing, hydrator_of
from argowave.rules.rule import Rule, Undecided, at
from argowave.tree.remotes import normalise
from argowave.words.credentials import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.hydration import Branch, Hydrator
    from argowave.resources import Resource
    from argowave.rules.scene import Scene
    from argowave.tree import Application

_PLACE = ("spec", "sourceHydrator", "syncSource")
_SHORT = 7  # digits of a commit


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give what is wrong with each branch that an Application is hydrated into."""
    yield from _shared(scene)
    for resource, application in scene.inventory.owners():
        hydrator = hydrator_of(application.manifest)
        if hydrator is None or not application.sources:
            continue
        url = application.sources[0].repo_url
        if normalise(url) not in scene.tree.own_urls:
            if not application.not_checked:  # else it is said already
                why = f"branch {hydrator.branch} is of another repository, {harmless(url)}"
                yield Undecided(resource.subject, why)
            continue
        branch = None
        if scene.branches.is_possible:
            branch = scene.branches.read(url, hydrator.branch, hydrator.path)
        if branch is None:
            yield _not_here(scene, resource, hydrator, url)
        elif branch.faults:
            message = f"Argo CD cannot read {branch.faults[0]} on branch {branch.ref}"
            yield at(resource, _PLACE, f"{message}; what pushes there has to push it anew")
        elif not branch.has_path:
            yield _missing(scene, resource, hydrator, branch, url)
        elif not application.not_checked and not application.findings:
            yield from _compare(scene, resource, application, hydrator, branch)


def _shared(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each Application that is hydrated into the folder of another one.

    Argo CD looks at what one push hydrates: of one dry repository and revision, to one branch
    (validateApplications in controller/hydrator, getAppsForHydrationKey before 3.2).
    """
    places: dict[tuple[str, str, str, str], list[Resource]] = {}
    for resource, application in scene.inventory.owners():
        hydrator = hydrator_of(application.manifest)
        if hydrator is not None and application.sources:
            dry = application.sources[0]
            place = (normalise(dry.repo_url), dry.target_revision)
            places.setdefault((*place, hydrator.hydrate_to, hydrator.path), []).append(resource)
    for (_, _, branch, path), several in places.items():
        for resource in several[1:]:
            message = (
                f"{several[0].subject} is hydrated into {path or '.'} of branch {branch} too, and "
                "Argo CD hydrates neither; give each a path of its own"
            )
            yield at(resource, (*_PLACE, "path"), message)


def _not_here(scene: Scene, resource: Resource, hydrator: Hydrator, url: str) -> Undecided:
    if not scene.branches.is_possible:
        return Undecided(resource.subject, "there is no git repository here")
    name, remote = hydrator.branch, scene.branches.remotes_of(url)[0]
    mend = f"git fetch {remote} {name}:refs/remotes/{remote}/{name}"
    return Undecided(resource.subject, f"branch {name} is not in this clone: {mend}")


def _missing(
    scene: Scene, resource: Resource, hydrator: Hydrator, branch: Branch, url: str
) -> Finding | Undecided:
    dry = scene.branches.dry_of(url, hydrator.branch)
    if scene.branches.changed_since(dry) == frozenset() and not hydrator.is_staged:
        message = (
            f"branch {branch.ref} was hydrated from what is here ({dry[:_SHORT]}) and has no "
            f"{hydrator.path}; Argo CD finds nothing to apply"
        )
        return replace(at(resource, _PLACE, message), severity=Severity.WARNING)
    return Undecided(resource.subject, f"branch {branch.ref} has no {hydrator.path} yet")


def _compare(
    scene: Scene, resource: Resource, application: Application, hydrator: Hydrator, branch: Branch
) -> Iterator[Finding | Undecided]:
    dry = (each.body for each in application.manifests)
    others = differing(dry, (each.body for each in branch.documents), application.namespace)
    if not others:
        return
    amount = f"{len(others)} manifest{'s' * (len(others) > 1)}"
    made = f"it was made from {branch.dry[:_SHORT]}" if branch.dry else "nothing says from what"
    if not _is_current(scene, application, branch):
        waits = f", and pushes wait on {hydrator.hydrate_to}" if hydrator.is_staged else ""
        what = f"{resource.subject} ({amount}, first {others[0]})"
        yield Undecided(what, f"branch {branch.ref} is behind what is here: {made}{waits}")
        return
    message = (
        f"{amount} on branch {branch.ref} differ{'s' * (len(others) == 1)} from what the dry "
        f"source gives, first {others[0]}, though {made} and nothing of it has changed since; "
        "somebody pushed there, or the source gives something else each time"
    )
    yield replace(at(resource, _PLACE, message), severity=Severity.WARNING)


def _is_current(scene: Scene, application: Application, branch: Branch) -> bool:
    """Tell whether a branch was made from just what the dry source is here.

    Where a chart or kustomization takes files from elsewhere, a change of those counts too; of
    a chart's dependencies nobody knows, so for charts nothing at all may have changed.
    """
    changed = scene.branches.changed_since(branch.dry)
    if changed is None:
        return False
    if application.renderings:
        return not changed
    path = application.sources[0].path.strip("/")
    used = {application.manifest.document.source, *application.files}
    used |= {each.source for each in application.partial}
    inside = (each for each in changed if path in ("", ".") or each.startswith(f"{path}/"))
    return used.isdisjoint(changed) and not any(inside)


RULE = Rule(
    name="hydrated-branch",
    summary="a hydrated branch that cannot be read, is shared, or differs from its dry source",
    why=(
        "With spec.sourceHydrator Argo CD applies what the branch of syncSource holds, not what "
        "the dry source gives. What cannot be read there stops the sync; what somebody pushed by "
        "hand is applied until the next hydration takes it away again."
    ),
    mend=(
        "Let only Argo CD push to hydrated branches (protect them), take random and dated values "
        "out of the dry source, and have it hydrated anew: argocd app get NAME --hard-refresh."
    ),
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/source-hydrator/",
    check=check,
)
