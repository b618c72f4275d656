"""A tree and a version of Argo CD → what that version has no longer, or does not know yet.

From the pages of docs/operator-manual/upgrading in argo-cd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.finding import Finding
from argowave.resources.inventory import sync_options
from argowave.rules.argocd._versions import show
from argowave.rules.argocd.newer_option import newer_than
from argowave.rules.rule import at
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.rules import Scene
    from argowave.yamlio import Document

Version = tuple[int, int]

_SECRETS: Final = "declare repositories as Secrets labelled argocd.argoproj.io/secret-type"
# key of argocd-cm → the version that reads it no longer, and what takes its place
_SETTINGS: Final[dict[str, tuple[Version, str]]] = {
    "repositories": ((3, 0), _SECRETS),
    "repository.credentials": ((3, 0), _SECRETS),
    "helm.repositories": ((3, 0), _SECRETS),
    "server.rbac.log.enforce.enable": ((3, 0), "give `logs, get` to roles in argocd-rbac-cm"),
}
_NESTED: Final[Version] = (3, 0)  # applyNestedSelectors is ignored: always true
_SERVER_SIDE: Final[Version] = (3, 3)  # its ApplicationSet CRD is too long for an annotation


def argocd_faults(scene: Scene, version: Version) -> Iterator[Finding]:
    """Give a finding for each thing that means something else, or nothing, to a version."""
    rest = f"{show(version)} passes over it; leave it out"
    yield from newer_than(scene.inventory, version, rest)
    for document, application in _documents(scene):
        yield from _settings(document, application, version)
    for each in scene.inventory.of_kind("argoproj.io", "ApplicationSet"):
        if version >= _NESTED and each.spec.get("applyNestedSelectors") is False:
            message = "nested selectors are always applied since Argo CD 3.0; the field is ignored"
            yield at(each, ("spec", "applyNestedSelectors"), message)
    yield from _itself(scene, version)


def _documents(scene: Scene) -> Iterator[tuple[Document, str | None]]:
    for manifest in scene.tree.manifests:
        if not manifest.rendered:
            yield manifest.document, manifest.application
    for application in scene.tree.applications:
        led = f"{scene.tree.environment}/{application.name}"
        yield from ((document, led) for document in application.partial)


def _settings(document: Document, application: str | None, version: Version) -> Iterator[Finding]:
    body = document.body
    if not isinstance(body, dict) or body.get("kind") != "ConfigMap":
        return
    metadata, data = body.get("metadata"), body.get("data")
    if not isinstance(metadata, dict) or metadata.get("name") != "argocd-cm":
        return
    for key in data if isinstance(data, dict) else ():
        since, instead = _SETTINGS.get(str(key), (None, ""))
        if since is not None and version >= since:
            message = f"is read no more since Argo CD {since[0]}.{since[1]}; {instead}"
            pointer = ("data", key)
            yield Finding(
                document.source,
                document.line_of(pointer),
                "ConfigMap/argocd-cm",
                show_pointer(pointer),
                message,
                "",
                application=application,
            )


def _itself(scene: Scene, version: Version) -> Iterator[Finding]:
    """Give a finding for an Application of Argo CD itself that is applied by the client."""
    if version < _SERVER_SIDE:
        return
    for resource, application in scene.inventory.owners():
        options = sync_options(application.manifest)
        installs = any(_is_argo_cd(each.body) for each in application.partial)
        if installs and "ServerSideApply=true" not in options:
            message = (
                "Argo CD 3.3 and later cannot apply its own ApplicationSet CRD from the client, "
                "its annotation would be too long; add ServerSideApply=true"
            )
            yield at(resource, ("spec", "syncPolicy", "syncOptions"), message)


def _is_argo_cd(body: Any) -> bool:  # noqa: ANN401 (any document)
    resources = body.get("resources") if isinstance(body, dict) else None
    return any("argoproj/argo-cd" in str(each) for each in resources or ())
