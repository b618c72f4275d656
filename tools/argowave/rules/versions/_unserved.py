"""What is wrong with a kind that would have to be one of Kubernetes' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.schema.names import can_exist
from argowave.schema.served import groups_with, own_groups, served_kinds
from argowave.validate.words import did_you_mean
from argowave.words.slip import is_slip

if TYPE_CHECKING:
    from argowave.resources import Resource


def unserved(resource: Resource, version: str) -> tuple[str, str] | None:
    """Return (field at fault, what is wrong), None where the kind may be somebody else's.

    Args:
        resource: of a kind that no stored version of Kubernetes has.
        version: the cluster's minor version, one of those that are stored.
    """
    group, kind = resource.group, resource.kind
    if kind.endswith("List") or not can_exist(resource.manifest.api_version, kind):
        return None  # something may still be to be put in
    what = f"Kubernetes {version} has no {resource.manifest.api_version} {kind}"
    if group in own_groups():
        return _in_own_group(resource, version, what)
    slips = [each for each in own_groups() if is_slip(group, each)]
    meant = _meant(kind, groups_with(kind, version, slips), version)
    if meant:
        return "apiVersion", f"{what}, nor a group {group}; did you mean {meant}?"
    if "." in group:
        return None
    meant = _meant(kind, groups_with(kind, version), version)
    said = f"; did you mean {meant}?" if meant else ", and a group of others has a dot in its name"
    return "apiVersion", f"{what}, nor a group {group}{said}"


def _in_own_group(resource: Resource, version: str, what: str) -> tuple[str, str]:
    kind = resource.kind
    kinds = served_kinds(resource.group, version)
    if kind in kinds:
        return "apiVersion", f"{what}; use {kinds[kind][0]}"
    near = did_you_mean(kind, (each for each in kinds if not each.endswith("List")))
    meant = _meant(kind, groups_with(kind, version), version)
    if meant:
        return "apiVersion", f"{what}; use {meant}"
    return "kind", f"{what}{near or ', and the kind in no other group of its own'}"


def _meant(kind: str, groups: list[str], version: str) -> str:
    """Return the apiVersion of a kind where it is in one group only, "" elsewhere."""
    return served_kinds(groups[0], version)[kind][0] if len(groups) == 1 else ""
