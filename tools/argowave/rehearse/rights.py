"""Roles and bindings of a cluster → whether a service account may list something (RBAC)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rehearse.cluster import Cluster

_GROUP = "rbac.authorization.k8s.io"


def may_list(
    cluster: Cluster, account: tuple[str, str], group: str, resource: str, namespace: str
) -> bool:
    """Tell whether a service account may list a resource.

    Args:
        cluster: whose Roles, ClusterRoles and bindings count.
        account: its namespace and name.
        group: the API group.
        resource: the plural: pods.
        namespace: where; "" for what has no namespace.
    """
    return any(_allows(rule, group, resource) for rule in _rules(cluster, account, namespace))


def _rules(cluster: Cluster, account: tuple[str, str], namespace: str) -> Iterator[dict[str, Any]]:
    for kind in ("ClusterRoleBinding", "RoleBinding"):
        for binding in cluster.of_kind(_GROUP, kind):
            if kind == "RoleBinding" and binding.key.namespace != namespace:
                continue
            if not _names(binding.body, account):
                continue
            reference = binding.body.get("roleRef", {})
            role_kind = str(reference.get("kind"))
            place = namespace if role_kind == "Role" else ""
            role = cluster.get(_GROUP, role_kind, place, str(reference.get("name")))
            if role is not None:
                yield from role.body.get("rules") or []


def _names(binding: dict[str, Any], account: tuple[str, str]) -> bool:
    return any(
        (each.get("kind"), each.get("namespace"), each.get("name")) == ("ServiceAccount", *account)
        for each in binding.get("subjects") or []
    )


def _allows(rule: dict[str, Any], group: str, resource: str) -> bool:
    wanted = (("apiGroups", group), ("resources", resource), ("verbs", "list"))
    return all(
        value in (rule.get(field) or []) or "*" in (rule.get(field) or [])
        for field, value in wanted
    )
