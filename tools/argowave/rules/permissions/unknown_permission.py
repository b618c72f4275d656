"""unknown-permission: a Role permits a verb or a resource that no request can name."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.nearest import nearest
from argowave.rules.rule import Rule, at
from argowave.schema.definitions import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_RBAC: Final = "rbac.authorization.k8s.io"
_VERBS: Final = (
    *("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"),
    *("use", "bind", "escalate", "impersonate", "approve", "sign", "attest", "request-serving"),
    *("proxy", "head", "options", "post", "put", "connect"),
)
_SLIP: Final = 0.75  # of 1: so like a known word that it is meant
_CORE: Final = "the core group"


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each verb that is a slip, and each resource that its groups lack.

    VerbMatches and ResourceMatches of k8s.io/kubernetes/pkg/apis/rbac/v1 compare letter by letter.
    Other groups may have whatever they like, and so may verbs that are like none.
    """
    for role in scene.inventory.of_kind(_RBAC, "Role", "ClusterRole"):
        for number, _ in enumerate(role.items("rules")):
            path: Path = ("rules", number)
            for index, verb in enumerate(role.items(*path, "verbs")):
                if isinstance(verb, str) and (meant := _meant(verb)):
                    message = f"no request has the verb {verb}; did you mean {meant}?"
                    yield at(role, (*path, "verbs", index), message)
            yield from _resources(role, path)


def _meant(verb: str) -> str:
    if verb in _VERBS or verb == "*":
        return ""
    return verb.lower() if verb.lower() in _VERBS else nearest(verb, _VERBS, _SLIP)


def _resources(role: Resource, path: Path) -> Iterator[Finding]:
    groups = [each for each in role.items(*path, "apiGroups") if isinstance(each, str)]
    known = _by_group()
    if not groups or not all(group in known for group in groups):
        return
    for index, resource in enumerate(role.items(*path, "resources")):
        name = resource.partition("/")[0] if isinstance(resource, str) else "*"
        is_known = name == "*" or any(name in known[group].values() for group in groups)
        if not is_known and (why := _why(name, groups)):
            yield at(role, (*path, "resources", index), why)


def _why(name: str, groups: list[str]) -> str:
    """Return what is wrong with a resource that some groups lack, "" where nobody can tell."""
    known = _by_group()
    where = " and ".join(group or _CORE for group in groups)
    for group in groups:
        meant = known[group].get(name.lower())
        meant = meant or (name.lower() if name.lower() in known[group].values() else "")
        if meant:
            return f"no request has the resource {name}; did you mean {meant}?"
    others = sorted(group or _CORE for group, own in known.items() if name in own.values())
    if others:
        return f"{name} are not in {where} but in {' and '.join(others)}; mend apiGroups"
    return ""


@functools.cache
def _by_group() -> dict[str, dict[str, str]]:
    """Return {group: {a kind in lower case: its resource}} of Kubernetes' own, of any version.

    UnsafeGuessKindToResource in k8s.io/apimachinery/pkg/api/meta, which fits all of them.
    """
    found: dict[str, dict[str, str]] = {}
    for key in kinds():
        api_version, _, kind = key.rpartition("/")
        word = kind.lower()
        if word.endswith("endpoints"):
            plural = word
        elif word.endswith("y"):
            plural = f"{word[:-1]}ies"
        else:
            plural = f"{word}es" if word.endswith("s") else f"{word}s"
        found.setdefault(api_version.rpartition("/")[0], {})[word] = plural
    return found


RULE = Rule(
    name="unknown-permission",
    summary="a Role permits a verb or a resource that no request can name",
    why="Whoever has the role is refused what it was to be permitted, when it first asks for it.",
    mend="Write the verb, the resource's plural in lower case, and the group that has it.",
    source="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources",
    check=check,
    severity=Severity.WARNING,
)
