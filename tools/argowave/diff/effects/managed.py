"""Managed resources of Crossplane: which objects are one, and what becomes of what they manage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.manifest import EXTERNAL_NAME

if TYPE_CHECKING:
    from argowave.resources import Resource

_STAYING: Final = "Orphan"


def is_managed(resource: Resource) -> bool:
    """Tell whether an object is a managed resource: it has forProvider and a group with dots."""
    return "." in resource.group and isinstance(resource.at("spec", "forProvider"), dict)


def deletes_external(resource: Resource) -> bool:
    """Tell whether deleting the object deletes what it stands for.

    Both say so in Crossplane: deletionPolicy (cluster-scoped kinds), and managementPolicies, in
    which * or Delete must be named.
    """
    if resource.at("spec", "deletionPolicy") == _STAYING:
        return False
    policies = resource.at("spec", "managementPolicies")
    return not isinstance(policies, list) or "*" in policies or "Delete" in policies


def external_name(resource: Resource) -> str:
    """Return the name of what the object stands for, as far as the manifest tells."""
    annotated = resource.manifest.annotations.get(EXTERNAL_NAME)
    if isinstance(annotated, str):
        return annotated
    return resource.text("spec", "forProvider", "name") or resource.name


def holds_data(resource: Resource) -> bool:
    """Tell whether what the object stands for keeps something that would be lost.

    By kind, for the services of this field; a kind that is not known is taken to hold data.
    """
    return resource.kind not in _WITHOUT_DATA


_WITHOUT_DATA: Final = frozenset((
    "Topic", "TopicSubscription", "TopicPolicy", "QueuePolicy", "QueueRedrivePolicy",
    "QueueRedriveAllowPolicy", "Role", "RolePolicy", "RolePolicyAttachment", "Policy",
    "SecurityGroup", "SecurityGroupRule", "Route", "RouteTable", "Tag",
))  # fmt: skip
