"""An object → what the AWS provider reads in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.manifest import EXTERNAL_NAME

if TYPE_CHECKING:
    from argowave.rehearse.cluster import LiveObject

PAUSED = "crossplane.io/paused"
_GROUP = re.compile(r"([a-z0-9]+)\.aws(\.m)?\.upbound\.io")


@dataclass(frozen=True, slots=True)
class Group:
    """The API group of a managed resource of the AWS provider."""

    name: str
    service: str  # sns
    namespaced: bool

    @property
    def of_configs(self) -> str:
        """The group of the provider's configurations."""
        return "aws.m.upbound.io" if self.namespaced else "aws.upbound.io"


def group_of(name: str) -> Group | None:
    """Return the group, None where it is no managed resources' of the AWS provider."""
    found = _GROUP.fullmatch(name)
    return Group(name, found[1], bool(found[2])) if found else None


def parameters_of(live: LiveObject) -> dict[str, Any]:
    """Return what the external resource is made with: forProvider over initProvider."""
    spec = live.body.get("spec", {})
    return {**(spec.get("initProvider") or {}), **(spec.get("forProvider") or {})}


def external_name(live: LiveObject) -> str:
    """Return the external name, the object's name where none is stated."""
    metadata = live.body.get("metadata", {})
    return str((metadata.get("annotations") or {}).get(EXTERNAL_NAME) or metadata.get("name", ""))


def may_create(live: LiveObject) -> bool:
    """Tell whether the provider may create the external resource, not only observe it."""
    policies = live.body.get("spec", {}).get("managementPolicies") or ["*"]
    return bool({"*", "Create"} & set(policies))


def is_paused(live: LiveObject) -> bool:
    """Tell whether reconciliation is paused."""
    annotations = live.body.get("metadata", {}).get("annotations") or {}
    return annotations.get(PAUSED) == "true"
