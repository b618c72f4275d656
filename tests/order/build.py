"""Resources without a tree: an Application `case` that goes to the namespace `case`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.manifest import Manifest
from argowave.resources import IN_CLUSTER, Key, Resource
from argowave.tree import Application
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from argowave.order import Step

CLUSTER_SCOPED = {"Namespace", "ClusterRole", "CustomResourceDefinition", "PriorityClass"}
WAVE = "argocd.argoproj.io/sync-wave"


def manifest_of(text: str) -> Manifest:
    [document] = read_documents(text.encode(), "case.yaml")
    assert isinstance(document, Document)
    return Manifest(document)


def described(  # noqa: PLR0913 (what an object has)
    kind: str,
    name: str = "a",
    *,
    group: str = "",
    namespace: str = "",
    annotations: dict[str, str] | None = None,
    spec: dict[str, Any] | None = None,
) -> Manifest:
    metadata: dict[str, Any] = {"name": name, "annotations": annotations or {}}
    if namespace:
        metadata["namespace"] = namespace
    body = {
        "apiVersion": f"{group}/v1" if group else "v1",
        "kind": kind,
        "metadata": metadata,
        "spec": spec or {},
    }
    return Manifest(Document("case.yaml", 0, 1, body, b""))


def placed(manifests: Sequence[Manifest], namespace: str = "case") -> list[Resource]:
    application = Application(
        name="case",
        chain=("case",),
        manifest=described("Application", "case", group="argoproj.io"),
        namespace=namespace,
        project="default",
        sources=(),
        manifests=tuple(manifests),
        partial=(),
        files=(),
        not_checked=(),
        findings=(),
    )
    return [_place(each, application) for each in manifests]


def _place(manifest: Manifest, application: Application) -> Resource:
    place = "" if manifest.kind in CLUSTER_SCOPED else manifest.namespace or application.namespace
    key = Key(IN_CLUSTER, manifest.group, manifest.kind, place, manifest.name)
    return Resource(manifest, key, application, manifest.body)


def shown(steps: Sequence[Step]) -> list[str]:
    """Return each step on a line: `Sync 0: Namespace/a ConfigMap/b`."""
    return [
        f"{step.phase} {step.wave}: {' '.join(task.resource.subject for task in step.tasks)}"
        for step in steps
    ]
