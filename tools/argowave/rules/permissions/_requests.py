"""What a request to Kubernetes can name: its groups, resources, what is below these, and verbs."""

from __future__ import annotations

import functools
from typing import Final

from argowave.schema.definitions import kinds
from argowave.words.nearest import nearest

CORE: Final = "the core group"
_SLIP: Final = 0.75  # of 1: so like a known word that it is meant
_VERBS: Final = (
    *("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"),
    *("use", "bind", "escalate", "impersonate", "approve", "sign", "attest", "request-serving"),
    *("proxy", "head", "options", "post", "put", "connect"),
)
# words of everyday speech → the verbs that say it
_SAID: Final = {
    "add": "create",
    "all": '"*"',
    "any": '"*"',
    "edit": "update and patch",
    "modify": "update and patch",
    "read": "get, list and watch",
    "remove": "delete",
    "view": "get, list and watch",
    "write": "create, update, patch and delete",
}
# what the API server serves below a resource, and what the kubelet asks leave for below nodes
_BELOW: Final = {
    "certificatesigningrequests": "approval",
    "deployments": "rollback",
    "namespaces": "finalize",
    "nodes": "proxy log metrics spec stats checkpoint configz healthz pods",
    "pods": "attach binding ephemeralcontainers eviction exec log portforward proxy resize",
    "serviceaccounts": "token",
    "services": "proxy",
}
_BELOW_ANY: Final = ("status", "scale", "finalizers")
_WORDS_FOR_CORE: Final = ("core", "v1", "api", "api/v1", "core/v1")


def verb_fault(verb: str, *, own: bool) -> str:
    """Say what is wrong with a verb, "" where nothing is, or nobody can tell.

    Args:
        verb: as it is written.
        own: every group of the rule is one of Kubernetes' own; others may have their own verbs.
    """
    if verb in _VERBS or verb == "*":
        return ""
    said = f"no request has the verb {verb}"
    if own and verb.lower() in _SAID:
        return f"{said}; write {_SAID[verb.lower()]}"
    meant = verb.lower() if verb.lower() in _VERBS else nearest(verb, _VERBS, _SLIP)
    return f"{said}; did you mean {meant}?" if meant else ""


def group_fault(group: str, beside: list[str]) -> str:
    """Say what is wrong with a group, "" where nothing is, or nobody can tell.

    A group of definitions has a dot (validateCustomResourceDefinitionSpec), and none a slash.

    Args:
        group: as it is written.
        beside: every group of the rule; another word for one of them does no harm.
    """
    known = by_group()
    if group in known or group in ("*", "extensions") or ("." in group and "/" not in group):
        return ""
    said = f"no API has the group {group}"
    if group.lower() in _WORDS_FOR_CORE:
        return "" if "" in beside or "*" in beside else f'{said}; the core group is ""'
    if "/" in group:
        return f"{said}; write {group.partition('/')[0]}, without a version"
    meant = nearest(group.lower(), known, _SLIP)
    return f"{said}; did you mean {meant}?" if meant else said


def resource_fault(resource: str, groups: list[str]) -> str:
    """Say what is wrong with a resource of some of Kubernetes' own groups, "" where nothing is."""
    name, _, below = resource.partition("/")
    known = by_group()
    if name == "*":
        return ""
    if any(name in known[group].values() for group in groups):
        return _below_fault(name, below)
    where = " and ".join(group or CORE for group in groups)
    for group in groups:
        meant = known[group].get(name.lower())
        meant = meant or (name.lower() if name.lower() in known[group].values() else "")
        if meant:
            return f"no request has the resource {name}; did you mean {meant}?"
    if others := sorted(group or CORE for group, own in known.items() if name in own.values()):
        return f"{name} are not in {where} but in {' and '.join(others)}; mend apiGroups"
    singular = {own[name.lower()]: group for group, own in known.items() if name.lower() in own}
    for meant, group in sorted(singular.items()):
        return f"no request has the resource {name}; it is {meant}, and in {group or CORE}"
    return ""


def _below_fault(name: str, below: str) -> str:
    served = (*_BELOW.get(name, "").split(), *_BELOW_ANY)
    if not below or below == "*" or below in served:
        return ""
    meant = nearest(below, served, _SLIP)
    return f"no request has {name}/{below}; did you mean {name}/{meant}?" if meant else ""


@functools.cache
def by_group() -> dict[str, dict[str, str]]:
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
