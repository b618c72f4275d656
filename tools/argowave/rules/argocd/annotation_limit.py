"""annotation-limit: an object is too large for a client-side apply."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from argowave.rules.rule import Rule, at
from argowave.rules.sync_options import has_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.manifest import Manifest
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

# TotalAnnotationSizeLimitB in k8s.io/apimachinery/pkg/api/validation/objectmeta.go, in bytes of
# all annotations together, names and values
LIMIT: Final = 256 * 1024
_LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
_FEW: Final = 2_000  # values that no object over the limit is made of


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each object whose copy of itself does not fit into an annotation."""
    for resource in scene.inventory.resources:
        if not _may_be_large(resource.manifest):
            continue
        size = _size(resource)
        if size <= LIMIT or resource.application is None:
            continue
        if not any(has_option(resource, option) for option in ("ServerSideApply", "Replace")):
            yield at(resource, (), _message(resource, size))


def _may_be_large(manifest: Manifest) -> bool:
    """Tell quickly whether an object may be over the limit: it has many values, or a long one."""
    text = manifest.document.text
    if text and len(text) < LIMIT // 16 and b"*" not in text:  # no alias that stands for more
        return False
    values: list[object] = [manifest.body]
    long = 0
    seen = 0
    while values and seen < _FEW:
        value = values.pop()
        seen += 1
        if isinstance(value, dict):
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)
        elif isinstance(value, str):
            long += len(value)
    return bool(values) or long > LIMIT // 8


def _size(resource: Resource) -> int:
    """Return how many bytes the object's annotations have after a client-side apply."""
    text = json.dumps(resource.body, separators=(",", ":"), ensure_ascii=False, default=str)
    own = sum(
        len(str(name).encode()) + len(str(value).encode())
        for name, value in resource.manifest.annotations.items()
    )
    return len(text.encode("utf-8", "surrogatepass")) + len(_LAST_APPLIED) + own


def _message(resource: Resource, size: int) -> str:
    owner = f"Application/{resource.application.name}" if resource.application else "it"
    return (
        f"the {size:,} bytes that a client-side apply writes into its annotations are over the "
        f"limit of {LIMIT:,}; set ServerSideApply=true on the object or in {owner}"
    )


RULE = Rule(
    name="annotation-limit",
    summary="an object is too large for a client-side apply",
    why=(
        "A client-side apply writes the whole object into an annotation, and Kubernetes takes "
        "262144 bytes of annotations: the sync fails with `metadata.annotations: Too long`."
    ),
    mend="Set the sync option ServerSideApply=true on the object or in its Application.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply",
    check=check,
)
