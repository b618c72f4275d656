"""A managed resource → what the provider is told to make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.cloud.group import is_managed_group, parse_group
from argowave.manifest import EXTERNAL_NAME
from argowave.resources.key import Key

if TYPE_CHECKING:
    from argowave.resources import Resource


def is_managed(resource: Resource) -> bool:
    """Tell whether an object is a managed resource of an upjet provider."""
    return is_managed_group(resource.group)


def parameters(resource: Resource) -> dict[str, Any]:
    """Return what the external resource is made with: forProvider over initProvider."""
    return {**resource.mapping("spec", "initProvider"), **resource.mapping("spec", "forProvider")}


def text_of(resource: Resource, field: str) -> str:
    """Return one text of the parameters, "" where there is none."""
    found = parameters(resource).get(field)
    return found if isinstance(found, str) else ""


def parameter_path(resource: Resource, field: str) -> tuple[str | int, ...]:
    """Return where a parameter stands; below forProvider where it stands nowhere."""
    has = field not in resource.mapping("spec", "forProvider")
    place = "initProvider" if has and field in resource.mapping("spec", "initProvider") else ""
    return ("spec", place or "forProvider", field)


def region_of(resource: Resource) -> str:
    """Return the region that a managed resource is in, "" where it says none."""
    return text_of(resource, "region")


def external_name(resource: Resource) -> str:
    """Return the external name that a manifest states, "" where the provider finds one."""
    found = resource.manifest.annotations.get(EXTERNAL_NAME)
    return found if isinstance(found, str) else ""


def policies(resource: Resource) -> frozenset[str]:
    """Return spec.managementPolicies, by default `*`."""
    found = {each for each in resource.items("spec", "managementPolicies") if isinstance(each, str)}
    return frozenset(found or {"*"})


def is_made(resource: Resource) -> bool:
    """Tell whether the provider may create or change the external resource, not only observe it."""
    return bool(policies(resource) & {"*", "Create", "Update"})


def late_initialises(resource: Resource) -> bool:
    """Tell whether the provider writes what it finds into the object's empty fields."""
    return bool(policies(resource) & {"*", "LateInitialize"})


def config_key(resource: Resource) -> Key | None:
    """Return the key of the provider config that a managed resource uses, None for other objects.

    The defaults of the CRDs: ProviderConfig/default where kinds are cluster-scoped,
    ClusterProviderConfig/default where they are namespaced.
    """
    group = parse_group(resource.group)
    if group is None or not group.service:
        return None
    name = resource.text("spec", "providerConfigRef", "name") or "default"
    if not group.namespaced:
        return Key(resource.cluster, group.of_configs, "ProviderConfig", "", name)
    kind = resource.text("spec", "providerConfigRef", "kind") or "ClusterProviderConfig"
    namespace = resource.namespace if kind == "ProviderConfig" else ""
    return Key(resource.cluster, group.of_configs, kind, namespace, name)
