"""project-role: a role of an AppProject that Argo CD's API server refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd._policies import ACTIONS
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_ROLES: Final = ("spec", "roles")
_NAME: Final = re.compile(r"[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?")
_PARTS: Final = 6  # p, subject, resource, action, object, effect
# ProjectScoped in util/rbac/rbac.go
_KINDS: Final = ("applications", "applicationsets", "clusters", "exec", "logs", "repositories")
_ACTIONS: Final = (*ACTIONS, "*")
_QUOTED: Final = re.compile(r'".+"')
_ON_OBJECTS: Final = re.compile(r"(?:action|update|delete)/")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each role and each policy that cannot stand.

    ValidateProject in Argo CD's app_project_types.go, which server/project/project.go alone asks:
    an AppProject from Git comes past it, and Argo CD's own changes, tokens too, are then refused.
    """
    for project in scene.inventory.of_kind("argoproj.io", "AppProject"):
        seen: set[str] = set()
        for index in range(len(project.items(*_ROLES))):
            yield from _of_role(project, index, seen)


def _of_role(project: Resource, index: int, seen: set[str]) -> Iterator[Finding]:
    path = (*_ROLES, index)
    role = project.text(*path, "name")
    if role and role in seen:
        yield at(project, (*path, "name"), f"the project has a role {role} already; merge the two")
    seen.add(role)
    if role and not _NAME.fullmatch(role):
        message = f"{role} is no name of a role; take letters, digits, - and _"
        yield at(project, (*path, "name"), message)
    for number, policy in enumerate(project.items(*path, "policies")):
        if isinstance(policy, str) and (wrong := policy_fault(project.name, role, policy)):
            message = f'"{policy.strip()}" is no policy of this role: {wrong}'
            yield at(project, (*path, "policies", number), message)
    yield from _twice(project, (*path, "policies"))
    yield from _twice(project, (*path, "groups"))
    for number, group in enumerate(project.items(*path, "groups")):
        if isinstance(group, str) and "," in group and not _QUOTED.fullmatch(group.strip()):
            message = f"the group {group} has a comma; write '\"{group}\"'"
            yield at(project, (*path, "groups", number), message)


def _twice(project: Resource, path: Path) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, each in enumerate(project.items(*path)):
        if not isinstance(each, str):
            continue
        if each in seen:
            yield at(project, (*path, number), f"{each} stands there twice; leave one out")
        seen.add(each)


def policy_fault(project: str, role: str, policy: str) -> str:
    """Return why validatePolicy in Argo CD's types.go refuses a policy, "" where it does not."""
    parts = [part.strip(" ") for part in policy.split(",")]
    if len(parts) != _PARTS or parts[0] != "p":
        return "it has to be `p, subject, resource, action, object, effect`"
    _, subject, kind, action, wanted, effect = parts
    right = f"proj:{project}:{role}"
    if subject != right:
        return f"its subject has to be {right}"
    if kind not in _KINDS:
        return f"a role is for {', '.join(_KINDS)}, and not for {kind}"
    if action not in _ACTIONS and not _ON_OBJECTS.search(action):
        return f"{action} is no action"
    if not re.fullmatch(rf"{re.escape(project)}(/[*\w\-.]+)?/[*\w\-.]+", wanted, re.ASCII):
        return f"its object has to be {project}/* or {project}/APPLICATION"
    return "" if effect in ("allow", "deny") else "its effect has to be allow or deny"


RULE = Rule(
    name="project-role",
    summary="a role of an AppProject that Argo CD's API server refuses",
    why=(
        "What comes from Git is not validated. A policy for another project or role gives this "
        "role nothing, and as long as it stands, Argo CD refuses every change of the project in "
        "its own interface, a new token for a role too."
    ),
    mend="Write each policy as `p, proj:PROJECT:ROLE, applications, sync, PROJECT/*, allow`.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/projects/",
    check=check,
    severity=Severity.WARNING,
)
