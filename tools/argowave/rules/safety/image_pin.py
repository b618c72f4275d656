"""image-pin: a container or a package whose image is not the same tomorrow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.rules.safety._containers import all_pods, containers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Inventory, Resource
    from argowave.rules.scene import Scene

_INJECTED: Final = "auto"
_INJECT: Final = "sidecar.istio.io/inject"
_SELDOM: Final = "which most projects move with every release of that major version"
_PACKAGES: Final = ("Provider", "Configuration", "Function")  # of pkg.crossplane.io
_DIGEST: Final = re.compile(r"@[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}\Z")
_MAJOR: Final = re.compile(r"v?\d{1,2}(?:-[a-z]+)*\Z")  # v2, 3-alpine; v123 counts builds
_HASH: Final = re.compile(r"(?:sha-?)?[0-9a-f]{7,64}\Z")


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each image that names no digest and no exact tag."""
    for resource, path, image in _images(scene.inventory):
        what = "package" if path == ("spec", "package") else "image"
        if fault := fault_of(image):
            message = f"the {what} {image} {fault}; name an exact version or a digest"
            yield at(resource, path, message)


def fault_of(image: str) -> str:
    """Return why an image may be another one tomorrow, "" where it cannot.

    A tag is exact when it names a version with at least two numbers, a date or a commit: which
    further numbers a project gives its releases cannot be known. Where a single number is a whole
    version cannot be known either; of three figures it is taken for one.
    """
    if _DIGEST.search(image):
        return ""
    tag = image.rpartition("/")[2].partition(":")[2]
    if not tag:
        return "has no tag, so it is latest"
    if _HASH.match(tag) and not tag.isdigit():
        return ""
    if not any(character.isdigit() for character in tag):
        return f"has the tag {tag}, which moves"
    if _MAJOR.match(tag):
        return f"has the tag {tag}, {_SELDOM}"
    return ""


def _images(inventory: Inventory) -> Iterator[tuple[Resource, Path, str]]:
    for resource, pod in all_pods(inventory):
        for path, container in containers(resource, pod):
            image = container.get("image")
            if image == _INJECTED and _is_injected(resource, pod):
                continue
            if isinstance(image, str) and image:
                yield resource, (*path, "image"), image
        for number, _ in enumerate(resource.items(*pod, "volumes")):
            path = (*pod, "volumes", number, "image", "reference")
            if image := resource.text(*path):
                yield resource, path, image
    for package in inventory.of_kind("pkg.crossplane.io", *_PACKAGES):
        if image := package.text("spec", "package"):
            yield package, ("spec", "package"), image


def _is_injected(resource: Resource, pod: Path) -> bool:
    """Tell whether Istio's webhook fills a pod in.

    Source: https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
    """
    metadata = (*pod[:-1], "metadata")
    labels = resource.mapping(*metadata, "labels")
    annotations = resource.mapping(*metadata, "annotations")
    return (
        "istio.io/rev" in labels
        or str(labels.get(_INJECT, annotations.get(_INJECT, ""))).lower() == "true"
        or "inject.istio.io/templates" in annotations
    )


RULE = Rule(
    name="image-pin",
    summary="an image has no digest and no exact tag",
    why=(
        "Git says nothing about which software runs: the next node or restart pulls whatever the "
        "tag means by then, two pods of one Deployment differ, and going back to an older commit "
        "brings nothing back."
    ),
    mend=(
        "Name the exact version, or the digest (name:tag@sha256:…). If the publisher offers "
        "nothing but a moving tag, accept it by a waiver."
    ),
    source="https://kubernetes.io/docs/concepts/containers/images/#image-names",
    check=check,
    severity=Severity.WARNING,  # the image runs; which one it is, is the risk
)
