"""rbac-policy: a line of Argo CD's RBAC policies that gives nothing to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd._policies import policies_of
from argowave.rules.rule import Rule
from argowave.words.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.argocd._policies import Policies
    from argowave.rules.scene import Scene

_POLICY: Final = 6  # p, subject, resource, action, object, effect
_GROUP: Final = 3  # g, who, role
_GLOB: Final = frozenset("*?[{^$|(\\<")  # of globs, regular expressions and templates
# Resources and Actions in util/rbac/rbac.go
_RESOURCES: Final = (
    *("clusters", "projects", "applications", "applicationsets", "repositories"),
    *("write-repositories", "certificates", "accounts", "gpgkeys", "logs", "exec", "extensions"),
)
_ACTIONS: Final = (
    *("get", "create", "update", "delete", "sync", "override", "action", "invoke"),
    *("rollback", "debug"),  # of later versions
)
_OF_PROJECTS: Final = ("applications", "applicationsets", "logs", "exec")
_BUILT_IN: Final = ("role:admin", "role:readonly")
_ALIKE: Final = 0.8


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each line with a word that is a slip, and each role that has no line.

    Enforcement is casbin's in util/rbac/rbac.go: a line is compared with what is asked for, and one
    with a word that nobody asks for is never right; nothing refuses it. Regular expressions fit a
    part of a word too, so that they are left alone.
    """
    found = list(policies_of(scene))
    lines = (line for policies in found for _, line in policies.lines())
    subjects = {*_BUILT_IN, *(part for line in lines for part in line.parts[1:2])}
    for policies in found:
        if policies.mode == "regex":
            continue
        for place, line in policies.lines():
            fault = _of_policy(line.parts) or _of_group(line.parts, subjects)
            if fault:
                yield policies.finding(place, f"`{line.text}`: {fault}", line.text)
        yield from _default(policies, subjects)


def _of_policy(parts: tuple[str, ...]) -> str:
    """Return why a line of permissions is for nothing, "" where it may be for something."""
    if len(parts) != _POLICY or parts[0] != "p":
        return ""
    _, _, resource, action, wanted, effect = parts
    if found := _slip(resource, _RESOURCES):
        return f"Argo CD knows no resource {resource}; did you mean {found}?"
    if found := _slip(action.partition("/")[0], _ACTIONS):
        return f"Argo CD knows no action {action}; did you mean {found}?"
    if effect not in ("allow", "deny") and not _GLOB & set(effect):
        return f"the effect is allow or deny, and {effect or 'nothing'} is neither"
    if resource in _OF_PROJECTS and wanted and "/" not in wanted and not _GLOB & set(wanted):
        return f"{resource} are called PROJECT/NAME; write */{wanted}, or {wanted}/* for a project"
    return ""


def _of_group(parts: tuple[str, ...], subjects: set[str]) -> str:
    """Return why somebody gets nothing by a role, "" where they may."""
    if len(parts) != _GROUP or parts[0] != "g":
        return ""
    return _without_line(parts[2], subjects)


def _default(policies: Policies, subjects: set[str]) -> Iterator[Finding]:
    if policies.default is not None:
        place, role = policies.default
        if fault := _without_line(role, subjects):
            yield policies.finding(place, fault)


def _without_line(role: str, subjects: set[str]) -> str:
    if not role.startswith("role:") or role in subjects or _GLOB & set(role):
        return ""
    return f"no line here gives {role} any right{did_you_mean(role, sorted(subjects), _ALIKE)}"


def _slip(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that an unknown one is near to."""
    return "" if word in known or _GLOB & set(word) else nearest(word.lower(), known, _ALIKE)


RULE = Rule(
    name="rbac-policy",
    summary="a line of Argo CD's RBAC policies that gives nothing to anybody",
    why=(
        "Nothing refuses a line with a resource or an action that does not exist, or a role that "
        "no line gives a right: it is compared with what somebody asks for and never fits. Whoever "
        "it is for is told `permission denied`; one that denies denies nothing."
    ),
    mend="Mend the word, or give the role a line of its own.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/",
    check=check,
    severity=Severity.WARNING,
)
