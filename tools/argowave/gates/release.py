"""A tree → the release of Argo CD that it installs, and what that decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.tree import Tree

Release = tuple[int, int, int]

_NUMBER: Final = r"v?(\d+)\.(\d+)\.(\d+)"
_IMAGE: Final = re.compile(rf"(?:^|/)argoproj/argocd:{_NUMBER}")
_TAG: Final = re.compile(_NUMBER)
_REMOTE: Final = re.compile(
    rf"argoproj/argo-cd(?:\.git)?(?:/{_NUMBER}[^/?]*/|[^?\s]*\?(?:\S*&)?ref={_NUMBER})"
)
_WORKLOADS: Final = ("Deployment", "StatefulSet")
# from which on the checks of *.crossplane.io and *.upbound.io, resource_customizations/, call an
# object without status Progressing; before, whatever it is, Healthy
_WAITING: Final[tuple[Release, ...]] = ((3, 4, 9), (3, 5, 3))
WAITING: Final = (
    "the tree does not say which Argo CD it is for, and only from 3.4.9 and 3.5.3 on its own check "
    "waits for a status"
)


def installed_release(tree: Tree) -> Release | None:
    """Return the Argo CD that a tree installs, None where it does not say."""
    return next(_stated(tree), None)


def waits_for_status(release: Release) -> bool:
    """Tell whether a release's check of Crossplane's kinds waits for a status."""
    return any(release[:2] == each[:2] and release >= each for each in _WAITING) or (
        release > _WAITING[-1]
    )


def _stated(tree: Tree) -> Iterator[Release]:
    for application in tree.applications:
        for document in application.partial:
            yield from _kustomization(document.body)
    for manifest in tree.manifests:
        if manifest.kind in _WORKLOADS and manifest.group == "apps":
            yield from _found(_IMAGE, manifest.document.text.decode("utf-8", "replace"))


def _kustomization(body: Any) -> Iterator[Release]:  # noqa: ANN401 (any YAML)
    """Give the release of a kustomization's remote resource, or of the image that it states."""
    if not isinstance(body, dict) or body.get("kind", "Kustomization") != "Kustomization":
        return
    for image in _listed(body, "images"):
        if isinstance(image, dict) and str(image.get("name")).endswith("argoproj/argocd"):
            yield from _found(_TAG, str(image.get("newTag")))
    for field in ("resources", "bases"):
        for resource in _listed(body, field):
            yield from _found(_REMOTE, str(resource))


def _listed(body: dict[str, Any], field: str) -> list[Any]:
    found = body.get(field)
    return found if isinstance(found, list) else []


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Release]:
    if found := pattern.search(text):
        major, minor, patch = (int(number) for number in found.groups() if number is not None)
        yield major, minor, patch
