"""A tree → the release of Argo CD that it installs, and what that decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.typed import as_list, as_mapping, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.tree import Tree

Version = tuple[int, int]
Release = tuple[int, int, int]

_WORKLOADS: Final = ("Deployment", "StatefulSet")  # the former says it first
_NUMBER: Final = r"v?(\d+)\.(\d+)(?:\.(\d+))?"
_IMAGE: Final = re.compile(rf"(?:^|/)argoproj/argocd:{_NUMBER}")
_TAG: Final = re.compile(rf"^{_NUMBER}")
_REMOTE: Final = re.compile(
    rf"argoproj/argo-cd(?:\.git)?(?:/{_NUMBER}[^/?]*/|[^?\s]*\?(?:\S*&)?ref={_NUMBER})"
)
# from which on the checks of *.crossplane.io and *.upbound.io, resource_customizations/, call an
# object without status Progressing; before, whatever it is, Healthy
_WAITING: Final[tuple[Release, ...]] = ((3, 4, 9), (3, 5, 3))
WAITING: Final = (
    "the tree does not say which Argo CD it is for, and only from 3.4.9 and 3.5.3 on its own check "
    "waits for a status"
)


def installed_version(tree: Tree) -> Version | None:
    """Return the minor version of Argo CD that a tree installs, None where it does not say."""
    return next(((major, minor) for major, minor, _ in _stated(tree)), None)


def installed_release(tree: Tree) -> Release | None:
    """Return the Argo CD that a tree installs, None where it does not say that exactly."""
    for major, minor, patch in _stated(tree):
        return None if patch is None else (major, minor, patch)
    return None


def waits_for_status(release: Release) -> bool:
    """Tell whether a release's check of Crossplane's kinds waits for a status."""
    return any(release[:2] == each[:2] and release >= each for each in _WAITING) or (
        release > _WAITING[-1]
    )


def _stated(tree: Tree) -> Iterator[tuple[int, int, int | None]]:
    for application in tree.applications:
        for document in application.partial:
            yield from _kustomization(document.body)
    workloads = [each for each in tree.manifests if each.kind in _WORKLOADS]
    for manifest in sorted(workloads, key=lambda each: _WORKLOADS.index(each.kind)):
        if manifest.group == "apps":
            for image in _images(manifest.body):
                yield from _found(_IMAGE, image)


def _images(workload: dict[str, Any]) -> Iterator[str]:
    pod = workload
    for key in ("spec", "template", "spec"):
        pod = as_mapping(pod.get(key))
    for container in as_list(pod.get("containers")):
        yield as_text(as_mapping(container).get("image"))


def _kustomization(body: Any) -> Iterator[tuple[int, int, int | None]]:  # noqa: ANN401 (any YAML)
    """Give the release of a kustomization's remote resource, or of the image that it states."""
    if not isinstance(body, dict) or body.get("kind", "Kustomization") != "Kustomization":
        return
    for image in as_list(body.get("images")):
        if isinstance(image, dict) and str(image.get("name")).endswith("argoproj/argocd"):
            yield from _found(_TAG, str(image.get("newTag")))
    for field in ("resources", "bases"):
        for resource in as_list(body.get(field)):
            yield from _found(_REMOTE, str(resource))


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, int | None]]:
    if found := pattern.search(text):
        groups = found.groups()
        start = 0 if groups[0] is not None else len(groups) // 2
        major, minor, patch = groups[start : start + 3]
        yield int(major), int(minor), None if patch is None else int(patch)
