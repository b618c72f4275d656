"""Applications → the pieces of argocd-cm, Argo CD's own settings, wherever they are stated.

They are a ConfigMap that an Application applies, a patch in a kustomization that is not built,
configs.cm in the values of the argo-cd chart (templates/argocd-configs/argocd-cm.yaml of
argo-helm), where that one is not rendered, or an ArgoCD of the operator's, as on OpenShift.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.manifest import Manifest
    from argowave.sources.source import Source
    from argowave.tree.application import Application
    from argowave.yamlio import Document

NAME: Final = "argocd-cm"
CHART: Final = "argo-cd"
OPERATORS: Final = "ArgoCD"  # the kind of which the operator makes an Argo CD
# fields of the operator's kind that it copies as they are
_OPERATED: Final = {
    "applicationInstanceLabelKey": "application.instanceLabelKey",
    "kustomizeBuildOptions": "kustomize.buildOptions",
    "resourceInclusions": "resource.inclusions",
    "resourceTrackingMethod": "application.resourceTrackingMethod",
}
_HEALTH: Final = "resourceHealthChecks"
_CONFIGS: Final = ("configs", "cm")  # in the values of the chart


@dataclass(frozen=True, slots=True)
class Origin:
    """Where settings are written, so that a finding can point there."""

    document: Document
    subject: str  # ConfigMap/argocd-cm, or the Application with the chart's values
    path: tuple[str | int, ...]  # of the mapping that holds the settings
    rendered: bool = False  # a chart made the document: its lines mean nothing
    is_text: bool = False  # the path ends at a text of YAML that holds them

    def line_of(self, *below: str) -> int | None:
        """Return the 1-based line of a path below the settings; None where a chart made them."""
        if self.rendered:
            return None
        return self.document.line_of(self.path if self.is_text else (*self.path, *below))


@dataclass(frozen=True, slots=True)
class Piece:
    """Settings that stand in one place; what a later one states replaces an earlier one's."""

    data: dict[str, Any]
    origin: Origin
    application: Application | None  # that applies it; None for what is applied by hand
    is_patch: bool  # whatever it does not state stays as Argo CD's makers publish it


def pieces_of(
    applications: Iterable[Application], manifests: Iterable[Manifest] = ()
) -> list[Piece]:
    """Return what the settings are made of: values, then ConfigMaps, then patches.

    Args:
        applications: all of a tree.
        manifests: what is applied beside them, by hand or by ApplicationSets.
    """
    listed = list(applications)
    by_hand = (piece for each in manifests for piece in _of_manifest(each, None))
    applied = (
        piece for app in listed for each in app.manifests for piece in _of_manifest(each, app)
    )
    values = (piece for app in listed for piece in _of_values(app))
    return [*values, *by_hand, *applied, *(piece for app in listed for piece in _of_patches(app))]


def _of_manifest(manifest: Manifest, application: Application | None) -> Iterator[Piece]:
    if manifest.kind == "ConfigMap" and manifest.name == NAME and not manifest.group:
        origin = Origin(manifest.document, manifest.subject, ("data",), manifest.rendered)
        yield Piece(_mapping(manifest.body.get("data")), origin, application, is_patch=False)
    elif manifest.kind == OPERATORS and manifest.group == "argoproj.io":
        spec = _mapping(manifest.body.get("spec"))
        path = ("spec", _HEALTH) if _HEALTH in spec else ("spec",)
        origin = Origin(manifest.document, manifest.subject, path, manifest.rendered, is_text=True)
        yield Piece(_of_operator(spec), origin, application, is_patch=True)


def _of_operator(spec: dict[str, Any]) -> dict[str, Any]:
    """Return what the operator writes into argocd-cm (reconcileArgoConfigMap, argocd-operator).

    It adds resourceExclusions to Argo CD's own, so that those hold whatever is stated here.
    """
    data = {key: spec[field] for field, key in _OPERATED.items() if spec.get(field)}
    checks = spec.get(_HEALTH)
    for each in checks if isinstance(checks, list) else []:
        stated = _mapping(each)
        group, kind = stated.get("group") or "", stated.get("kind")
        key = f"{group}_{kind}" if group else f"{kind}"
        data[f"resource.customizations.health.{key}"] = stated.get("check")
    return data | _mapping(spec.get("extraConfig"))


def _of_patches(application: Application) -> Iterator[Piece]:
    for document in application.partial:
        body = _mapping(document.body)
        if body.get("kind") == "ConfigMap" and _mapping(body.get("metadata")).get("name") == NAME:
            origin = Origin(document, f"ConfigMap/{NAME}", ("data",))
            yield Piece(_mapping(body.get("data")), origin, application, is_patch=True)


def _of_values(application: Application) -> Iterator[Piece]:
    """Give what the values of a chart that was not rendered say."""
    if not application.not_checked:
        return
    subject = application.manifest.subject
    for document in application.values:
        for path in (_CONFIGS, (CHART, *_CONFIGS)):  # the latter of a chart around it
            if found := _at(document.body, path):
                yield Piece(found, Origin(document, subject, path), application, is_patch=True)
    for source in application.sources:
        is_chart = source.chart.rpartition("/")[2] == CHART
        path = _CONFIGS if is_chart else (CHART, *_CONFIGS)
        if found := _inline(source, path):
            origin = _inline_origin(application.manifest, source, path)
            yield Piece(found, origin, application, is_patch=True)


def _inline(source: Source, path: tuple[str, ...]) -> dict[str, Any]:
    values = source.helm.values
    if isinstance(values, dict):
        return _at(values, path)
    documents = read_documents(values.encode(), "values")
    if not documents or isinstance(documents[0], YamlFault):
        return {}
    return _at(documents[0].body, path)


def _inline_origin(manifest: Manifest, source: Source, below: tuple[str, ...]) -> Origin:
    helm = ("spec", *source.place, "helm")
    is_text = not isinstance(source.helm.values, dict)
    path = (*helm, "values") if is_text else (*helm, "valuesObject", *below)
    return Origin(manifest.document, manifest.subject, path, manifest.rendered, is_text)


def _at(value: object, path: tuple[str, ...]) -> dict[str, Any]:
    for step in path:
        value = _mapping(value).get(step)
    return _mapping(value)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
