"""invalid-binding: a role, or who gets it, that the API server refuses.

Source: ValidateRoleBindingSubject and ValidatePolicyRule in
k8s.io/kubernetes/pkg/apis/rbac/validation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.refused._part import Part
from argowave.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_GROUP: Final = "rbac.authorization.k8s.io"


def check(scene: Scene) -> Iterator[Finding]:
    """Give everything that is refused of each binding and role."""
    for resource in scene.inventory.of_kind(_GROUP, "RoleBinding", "ClusterRoleBinding"):
        for subject in Part.of(resource).parts("subjects"):
            yield from _of_subject(subject)
    for resource in scene.inventory.of_kind(_GROUP, "Role", "ClusterRole"):
        for rule in Part.of(resource).parts("rules"):
            yield from _of_rule(rule)


def _of_subject(subject: Part) -> Iterator[Finding]:
    kind, name, group = subject.text("kind"), subject.text("name"), subject.text("apiGroup")
    if kind == "ServiceAccount":
        # in a RoleBinding the binding's own is meant
        if not subject.text("namespace") and subject.resource.kind == "ClusterRoleBinding":
            message = f"the subject ServiceAccount/{name} without a namespace: none is assumed"
            yield subject.refused(message)
        if group:
            message = f'the apiGroup {group} of a ServiceAccount: it is "", or left out'
            yield subject.refused(message, "apiGroup")
    elif kind in ("User", "Group") and group not in ("", _GROUP):
        yield subject.refused(f"the apiGroup {group} of a {kind}: it is {_GROUP}", "apiGroup")


def _of_rule(rule: Part) -> Iterator[Finding]:
    resources, urls = rule.body.get("resources"), rule.body.get("nonResourceURLs")
    if not rule.body.get("verbs"):
        yield rule.refused("a rule without verbs")
    if urls:
        if rule.resource.kind == "Role":
            message = "nonResourceURLs in a Role: they belong into a ClusterRole"
            yield rule.refused(message, "nonResourceURLs")
        elif resources or rule.body.get("apiGroups"):
            yield rule.refused(
                "nonResourceURLs beside resources: make them two rules", "nonResourceURLs"
            )
    elif not resources:
        yield rule.refused("a rule without resources")
    elif not rule.body.get("apiGroups"):
        yield rule.refused('a rule without apiGroups; "" is the core group', "resources")


RULE = Rule(
    name="invalid-binding",
    summary="a role, or who gets it, with parts that do not go together",
    why=(
        "A ServiceAccount without its namespace, a rule without apiGroups: schemas take it, and "
        "the API server refuses it when the sync applies it."
    ),
    mend="Do what the message says.",
    source="https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
    check=check,
)
