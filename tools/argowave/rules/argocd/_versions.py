"""A scene → the version of Argo CD that the tree installs, and what is newer than some version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rules.scene import Scene

Version = tuple[int, int]

_IMAGE: Final = re.compile(r"(?:^|/)argoproj/argocd:v?(\d+)\.(\d+)")
_REMOTE: Final = re.compile(
    r"argoproj/argo-cd(?:\.git)?(?:/v?(\d+)\.(\d+)[^/?]*/|[^?\s]*\?(?:\S*&)?ref=v?(\d+)\.(\d+))"
)

# docs/operator-manual/upgrading and the releases' notes of argo-cd
HOOKS: Final[dict[str, Version]] = {"PostDelete": (2, 10), "PreDelete": (3, 3)}
DELETE_POLICIES: Final[dict[str, Version]] = {"Never": (3, 6)}
OPTIONS: Final[dict[str, Version]] = {
    "Prune=confirm": (2, 14),
    "Delete=confirm": (2, 14),
    "ClientSideApplyMigration=true": (3, 2),
    "ClientSideApplyMigration=false": (3, 2),
}
FIELDS: Final[tuple[tuple[tuple[str, ...], Version], ...]] = (
    (("spec", "sources"), (2, 6)),
    (("spec", "sourceHydrator"), (2, 14)),
    (("spec", "syncPolicy", "automated", "enabled"), (3, 1)),
    (("spec", "syncPolicy", "retry", "refresh"), (3, 2)),
)


def show(version: Version) -> str:
    """Return a version as people write it: 3.5."""
    return f"{version[0]}.{version[1]}"


def installed_version(scene: Scene) -> Version | None:
    """Return the Argo CD that the tree installs, None where it does not say."""
    return next(_stated(scene), None)


def _stated(scene: Scene) -> Iterator[Version]:
    for application in scene.tree.applications:
        for document in application.partial:
            yield from _kustomization(document.body)
    for kind in ("Deployment", "StatefulSet"):
        for workload in scene.inventory.of_kind("apps", kind):
            for container in workload.items("spec", "template", "spec", "containers"):
                image = container.get("image") if isinstance(container, dict) else None
                if isinstance(image, str) and (found := _IMAGE.search(image)):
                    yield int(found[1]), int(found[2])


def _kustomization(body: object) -> Iterator[Version]:
    """Give the version of a kustomization's remote resource, or of the image that it states."""
    if not isinstance(body, dict) or body.get("kind", "Kustomization") != "Kustomization":
        return
    images = body.get("images")
    for image in images if isinstance(images, list) else ():
        if isinstance(image, dict) and str(image.get("name")).endswith("argoproj/argocd"):
            found = re.match(r"v?(\d+)\.(\d+)", str(image.get("newTag")))
            if found:
                yield int(found[1]), int(found[2])
    for field in ("resources", "bases"):
        listed = body.get(field)
        for resource in listed if isinstance(listed, list) else ():
            if isinstance(resource, str) and (remote := _REMOTE.search(resource)):
                major, minor = remote[1] or remote[3], remote[2] or remote[4]
                yield int(major), int(minor)
