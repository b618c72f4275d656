"""Kinds of managed resources → the Provider that brings them, the policy that activates them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from argowave.cloud import parse_group
from argowave.references.reference import NOWHERE, Need, refer
from argowave.resources.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.cloud import Group
    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Resource

PACKAGES: Final = "pkg.crossplane.io"
DEFINITIONS: Final = "apiextensions.crossplane.io"
ACTIVATION: Final = "ManagedResourceActivationPolicy"


def provider_references(inventory: Inventory) -> Iterator[Reference]:
    """Give what has to be installed before a managed resource, a provider config, a Provider."""
    policies = inventory.of_kind(DEFINITIONS, ACTIVATION)
    for (group, kind), resources in inventory.by_kind.items():
        parsed = parse_group(group)
        if parsed is None:
            continue
        if parsed.service:
            activating = [each for each in policies if activates(each, group, kind)]
            for resource in resources:
                yield _provider(inventory, parsed, resource)
                if policies:
                    yield _activation(activating, resource)
        else:
            for resource in resources:
                yield from _family(inventory, parsed, resource)
    for resource in inventory.of_kind(PACKAGES, "Provider"):
        yield from _runtime(resource)


def package_of(provider: Resource) -> str:
    """Return a Provider's package without registry, tag and digest: provider-aws-sqs."""
    last = provider.text("spec", "package").partition("@")[0].rpartition("/")[2]
    return last.partition(":")[0]


def _provider(inventory: Inventory, group: Group, resource: Resource) -> Reference:
    wanted = (group.package, f"provider-{group.provider}")  # the older one brings every service
    keys = tuple(
        each.key
        for each in inventory.of_kind(PACKAGES, "Provider")
        if each.cluster == resource.cluster and package_of(each) in wanted
    )
    missing = Key(resource.cluster, PACKAGES, "Provider", "", f"{group.package}{NOWHERE}")
    return refer(
        resource,
        ("apiVersion",),
        keys or (missing,),
        "is a kind of",
        need=Need.READY,
        wanted="" if keys else f"the package {group.package}",
    )


def _family(inventory: Inventory, group: Group, resource: Resource) -> Iterator[Reference]:
    """Give a provider config's Provider: its CRD comes with any of the family's packages."""
    found = [
        each
        for each in inventory.of_kind(PACKAGES, "Provider")
        if each.cluster == resource.cluster and group.provider in package_of(each).split("-")
    ]
    found.sort(key=lambda each: package_of(each) != group.package)
    keys = tuple(each.key for each in found)
    if keys:
        yield refer(resource, ("apiVersion",), keys, "is a kind of", need=Need.READY)


def _activation(activating: list[Resource], resource: Resource) -> Reference:
    keys = tuple(each.key for each in activating if each.cluster == resource.cluster)
    missing = Key(resource.cluster, DEFINITIONS, ACTIVATION, "", NOWHERE)
    return refer(
        resource,
        ("apiVersion",),
        keys or (missing,),
        "is activated by",
        need=Need.READY,
        wanted="" if keys else f"an activation policy that names {resource.group}",
    )


def activates(policy: Resource, group: str, kind: str) -> bool:
    """Tell whether an activation policy activates a kind.

    An entry is PLURAL.GROUP, or `*` before the rest of it (Activates in Crossplane's
    apis/apiextensions/v1alpha1/managed_activation_policy_types.go).
    """
    names = {f"{plural}.{group}" for plural in plurals(kind)}
    return any(
        fnmatchcase(name, each)
        for each in policy.items("spec", "activate")
        if isinstance(each, str)
        for name in names
    )


def plurals(kind: str) -> tuple[str, ...]:
    """Return every plural that a CRD may give a kind; which one it is, only the CRD says."""
    word = kind.lower()
    found = [word, f"{word}s", f"{word}es"]
    if word.endswith("y"):
        found.append(f"{word[:-1]}ies")
    if word.endswith("is"):
        found.append(f"{word[:-2]}es")
    return tuple(found)


def _runtime(provider: Resource) -> Iterator[Reference]:
    place = ("spec", "runtimeConfigRef")
    name = provider.text(*place, "name")
    kind = provider.text(*place, "kind") or "DeploymentRuntimeConfig"
    if name and name != "default":  # which Crossplane makes itself
        key = Key(provider.cluster, PACKAGES, kind, "", name)
        yield refer(provider, (*place, "name"), key, "runs with")
