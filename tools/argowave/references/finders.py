"""The list of finders: each gives every reference of its kind in an inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.argocd import application_references
from argowave.references.canaries import canary_references
from argowave.references.certificates import certificate_references
from argowave.references.charts import chart_references
from argowave.references.clouds import cloud_references
from argowave.references.cluster_api import cluster_references
from argowave.references.composites import composite_references
from argowave.references.configs import config_references
from argowave.references.definitions import definition_references, webhook_references
from argowave.references.gateway_credentials import credential_references
from argowave.references.gateways import gateway_references
from argowave.references.gosoline import gosoline_references
from argowave.references.kafka import kafka_references
from argowave.references.managed import managed_references
from argowave.references.meshes import mesh_references
from argowave.references.namespaces import namespace_references
from argowave.references.networking import network_references
from argowave.references.platforms import platform_references
from argowave.references.pods import pod_references
from argowave.references.providers import provider_references
from argowave.references.proxies import proxy_references
from argowave.references.rbac import binding_references
from argowave.references.rollouts import rollout_references
from argowave.references.scaling import scaling_references
from argowave.references.selectors import selector_references
from argowave.references.services import service_references
from argowave.references.stores import store_references
from argowave.references.volumes import volume_references
from argowave.references.workflows import workflow_references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from argowave.references.reference import Reference
    from argowave.resources import Inventory

FINDERS: Final[tuple[Callable[[Inventory], Iterable[Reference]], ...]] = (
    namespace_references,
    application_references,
    pod_references,
    volume_references,
    selector_references,
    network_references,
    gateway_references,
    scaling_references,
    binding_references,
    definition_references,
    webhook_references,
    service_references,
    managed_references,
    config_references,
    provider_references,
    chart_references,
    certificate_references,
    store_references,
    rollout_references,
    canary_references,
    cluster_references,
    workflow_references,
    mesh_references,
    credential_references,
    proxy_references,
    platform_references,
    kafka_references,
    composite_references,
    cloud_references,
    gosoline_references,
)
