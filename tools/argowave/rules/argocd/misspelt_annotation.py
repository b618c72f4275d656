"""misspelt-annotation: an annotation that is nearly one of Argo CD's, or a label in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.argocd._annotations import annotation
from argowave.rules.rule import Rule, at
from argowave.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_DOMAIN: Final = "argocd.argoproj.io/"
# what people write: common.go and application_annotations.go in Argo CD, gitops-engine's
# pkg/sync/common/types.go
_WRITTEN: Final = (
    "sync-wave",
    "sync-options",
    "compare-options",
    "hook",
    "hook-delete-policy",
    "manifest-generate-paths",
    "skip-reconcile",
    "ignore-resource-updates",
    "ignore-healthcheck",
    "ignore-default-links",
    "managed-by-url",
    "client-side-apply-migration-manager",
)
# what programs write, and the labels of Argo CD's operator
_OTHERS: Final = (
    "application-set-name",
    "application-set-refresh",
    "auto-label-cluster-info",
    "hook-finalizer",
    "hydrate",
    "installation-id",
    "instance",
    "kubernetes-version",
    "managed-by",
    "managed-by-cluster-argocd",
    "refresh",
    "secret-type",
    "tracking-id",
)
_ALIKE: Final = 0.85  # hooks and hook are 0.89 alike, managed-by and managed-by-url 0.83
_NO_LABELS: Final = tuple(_DOMAIN + name for name in _WRITTEN[:5])


def check(scene: Scene) -> Iterator[Finding]:
    """Give a warning for each name that Argo CD passes over."""
    for resource in scene.inventory.resources:
        annotations = resource.manifest.annotations
        for name in annotations:
            if (near := _near(str(name))) and near not in annotations:
                message = f"Argo CD knows no annotation {name} and passes over it; "
                yield at(resource, annotation(name), f"{message}did you mean {near}?")
        for name in _NO_LABELS:
            if name in resource.labels and name not in annotations:
                message = f"{name} is a label here, and Argo CD reads the annotation alone; move it"
                yield at(resource, ("metadata", "labels", name), message)


def _near(name: str) -> str:
    """Return the annotation that is meant, "" where the name is known or like none."""
    domain, _, rest = name.partition("/")
    if domain != _DOMAIN[:-1] or rest in _WRITTEN or rest in _OTHERS:
        return ""
    found = nearest(rest.lower().replace("_", "-"), _WRITTEN, _ALIKE)
    return _DOMAIN + found if found else ""


RULE = Rule(
    name="misspelt-annotation",
    summary="an annotation that is nearly one of Argo CD's, or a label in its place",
    why=(
        "Argo CD looks annotations up by their exact names; a wave, hook or option under another "
        "name, or as a label, is passed over without a word."
    ),
    mend="Write the annotation's name as Argo CD's documentation has it.",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/",
    check=check,
    severity=Severity.WARNING,
)
