"""never-synced: what Argo CD calls OutOfSync after every sync."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from argowave.order.hooks import listed
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

COMPARE = "argocd.argoproj.io/compare-options"
SERVER_SIDE = "ServerSideDiff=true"
RBAC = "rbac.authorization.k8s.io"


def check(scene: Scene) -> Iterator[Finding]:
    """Give what the API server fills in or empties, so that Git never says the same."""
    inventory = scene.inventory
    for resource in inventory.of_kind(RBAC, "ClusterRole"):
        aggregated = resource.at("aggregationRule") is not None
        stated = resource.at("rules") is not None
        if aggregated and stated and not _is_compared_elsewhere(resource, "rules"):
            yield at(
                resource,
                ("rules",),
                "the role aggregates others, so the cluster writes its rules and Argo CD calls it "
                "OutOfSync for ever; leave `rules` out",
            )
    for resource in inventory.of_kind("discovery.k8s.io", "EndpointSlice"):
        if _is_compared_elsewhere(resource, "endpoints"):
            continue
        for index, endpoint in enumerate(resource.items("endpoints")):
            if isinstance(endpoint, dict) and endpoint.get("conditions") is None:
                yield at(
                    resource,
                    ("endpoints", index),
                    "the endpoint has no conditions, which the API server adds, so that Argo CD "
                    "calls the EndpointSlice OutOfSync for ever; write `conditions: {ready: true}`",
                )


def _is_compared_elsewhere(resource: Resource, field: str) -> bool:
    """Tell whether Argo CD compares on the server, or is told to ignore a field."""
    application = resource.application
    manifests = [resource.manifest, *([application.manifest] if application is not None else [])]
    if any(SERVER_SIDE in listed(each, COMPARE) for each in manifests):
        return True
    return is_ignored(resource, field)


def is_ignored(resource: Resource, field: str) -> bool:
    """Tell whether Argo CD is told not to compare an object, or a field of it.

    Args:
        resource: the object.
        field: its path, or how it begins, a slash between the steps.
    """
    application = resource.application
    if "IgnoreExtraneous" in listed(resource.manifest, COMPARE):
        return True
    spec = application.manifest.body.get("spec") if application is not None else None
    ignored = spec.get("ignoreDifferences") if isinstance(spec, dict) else None
    entries = ignored if isinstance(ignored, list) else []
    return any(_ignores(each, resource, field) for each in entries)


def _ignores(entry: Any, resource: Resource, field: str) -> bool:  # noqa: ANN401 (any JSON value)
    if not isinstance(entry, dict) or entry.get("kind") not in (resource.kind, "*"):
        return False
    if entry.get("group", "") not in (resource.group, "*"):
        return False
    pointers, expressions = (
        [each.lstrip("/.") for each in stated if isinstance(each, str)]
        if isinstance(stated := entry.get(name), list)
        else []
        for name in ("jsonPointers", "jqPathExpressions")
    )
    if any(each.startswith(field) or field.startswith(f"{each}/") for each in pointers):
        return True
    # of an expression nobody but jq knows more than where it begins
    return any(re.split(r"\W", each)[0] == field.split("/", maxsplit=1)[0] for each in expressions)


RULE = Rule(
    name="never-synced",
    summary="an object is OutOfSync after every sync",
    why=(
        "What the API server adds or empties is a difference that no sync removes. The Application "
        "stays OutOfSync, so a parent that waits for Synced waits for ever, and self-heal applies "
        "it again and again."
    ),
    mend="Write what the API server would write, leave out what it replaces, or compare there.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/",
    check=check,
)
