"""rbac-policy: a line of Argo CD's RBAC policies that gives nothing, or that it cannot read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd._policies import ACTIONS, policies_of
from argowave.rules.rule import Rule
from argowave.words.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.argocd._policies import Line, Policies
    from argowave.rules.scene import Scene

_POLICY: Final = 6
_GROUP: Final = 3
_SHAPES: Final = {"p": "p, subject, resource, action, object, effect", "g": "g, who, role"}
_FILLED_IN: Final = ("{{", "${", "$(", "<")
_GLOB: Final = frozenset("*?[{^$|(\\<")  # of globs, regular expressions and templates
# Resources and Actions in util/rbac/rbac.go
_RESOURCES: Final = (
    *("clusters", "projects", "applications", "applicationsets", "repositories"),
    *("write-repositories", "certificates", "accounts", "gpgkeys", "logs", "exec", "extensions"),
)
_ACTIONS: Final = (*ACTIONS, "action", "invoke")
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
    subjects = {*_BUILT_IN, *(part.rstrip() for line in lines for part in line.parts[1:2])}
    for policies in found:
        for place, line in policies.lines():
            if fault := _broken(line):
                yield policies.finding(place, f"`{line.text}`: {fault}", line.text)
            elif policies.mode != "regex" and (fault := _of_line(line.parts, subjects)):
                idle = policies.finding(place, f"`{line.text}`: {fault}", line.text)
                yield replace(idle, severity=Severity.WARNING)
        if policies.mode != "regex":
            yield from _default(policies, subjects)


def _broken(line: Line) -> str:
    """Return why Argo CD can use no line at all because of this one, "" where it can.

    loadPolicyLine refuses it, or else casbin refuses whatever anybody asks for.
    """
    if any(mark in line.text for mark in _FILLED_IN):
        return ""
    kind, number = line.parts[0], len(line.parts)
    wanted = _SHAPES.get(kind)
    if wanted is None:
        wrong = f"it begins with {kind or 'nothing'} and not with p or g"
    elif number != wanted.count(",") + 1:
        wrong = f"it has {number} parts and not those of `{wanted}`"
    else:
        return ""
    return f"{wrong}, and Argo CD takes no line then: everybody is refused"


def _of_line(parts: tuple[str, ...], subjects: set[str]) -> str:
    loose = next((each for each in parts if each != each.rstrip()), "")
    if loose:
        return (
            f"the blank after {loose.rstrip()} belongs to the word, which fits nothing; remove it"
        )
    return _of_policy(parts) or _of_group(parts, subjects)


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
            yield replace(policies.finding(place, fault), severity=Severity.WARNING)


def _without_line(role: str, subjects: set[str]) -> str:
    if not role.startswith("role:") or role in subjects or _GLOB & set(role):
        return ""
    return f"no line here gives {role} any right{did_you_mean(role, sorted(subjects), _ALIKE)}"


def _slip(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that an unknown one is near to."""
    return "" if word in known or _GLOB & set(word) else nearest(word.lower(), known, _ALIKE)


RULE = Rule(
    name="rbac-policy",
    summary="a line of Argo CD's RBAC policies that gives nothing, or that it cannot read",
    why=(
        "Nothing refuses a line with a resource or an action that does not exist, or a role that "
        "no line gives a right: it is compared with what somebody asks for and never fits. Whoever "
        "it is for is told `permission denied`; one that denies denies nothing. A line with too "
        "few parts is worse: everybody is refused whatever they ask for, or Argo CD's API server "
        "does not start."
    ),
    mend="Mend the word or the line, or give the role a line of its own.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/",
    check=check,
)
