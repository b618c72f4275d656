"""Applications → the pieces of argocd-cm, Argo CD's own settings, wherever they are stated.

They are a ConfigMap that an Application applies, a patch in a kustomization that is not built,
configs.cm in the values of the argo-cd chart (templates/argocd-configs/argocd-cm.yaml of
argo-helm), where that one is not rendered, or an ArgoCD of the operator's, as on OpenShift.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.files.slashes import normpath
from argowave.tree.kustomized_settings import changed_data, json_patches, settings_in
from argowave.typed import as_list, as_mapping
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from argowave.manifest import Manifest
    from argowave.sources.source import Source
    from argowave.tree.application import Application, Tree
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
# what keys of argocd-cm look like: another chart may have a configs.cm too
_WHOLE: Final = frozenset(("url", "dex.config", "oidc.config", "admin.enabled", "exec.enabled"))
_BEGINNINGS: Final = ("resource.", "application.", "accounts.", "kustomize.", "helm.", "timeout.")
_SUBJECT: Final = f"ConfigMap/{NAME}"
_UNESCAPED: Final = re.compile(r"(?<!\\)\.")  # dots between the keys of a parameter's name
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


def pieces_of_tree(tree: Tree) -> list[Piece]:
    """Return what the settings of a tree's Argo CD are made of."""
    pieces = pieces_of(tree.applications, (*tree.entry, *tree.generated))
    values = (piece for each in tree.by_hand for piece in pieces_of_values(each))
    return [*pieces, *values, *_of_documents(tree.by_hand, None)]


def pieces_of_values(document: Document) -> Iterator[Piece]:
    """Give the settings in a value file of Argo CD's own chart, nothing where it is none."""
    if are_values(document):
        for path, found in _in_values(document):
            yield Piece(found, Origin(document, _SUBJECT, path), None, is_patch=True)


def is_patch_of_settings(document: Document) -> bool:
    """Tell whether a document is argocd-cm, or a part of it."""
    body = as_mapping(document.body)
    is_named = as_mapping(body.get("metadata")).get("name") == NAME
    return body.get("kind") == "ConfigMap" and is_named and isinstance(body.get("data"), dict)


def are_values(document: Document) -> bool:
    """Tell whether a document looks like values of the argo-cd chart with settings."""
    if "apiVersion" in as_mapping(document.body):
        return False
    found = (str(key) for _, data in _in_values(document) for key in data)
    return any(key in _WHOLE or key.startswith(_BEGINNINGS) for key in found)


def _in_values(document: Document) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for path in (_CONFIGS, (CHART, *_CONFIGS)):  # the latter of a chart around it
        if found := mapping_at(document.body, path):
            yield path, found


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
    patches = (piece for app in listed for piece in _of_documents(app.partial, app))
    return [*values, *by_hand, *applied, *patches]


def _of_manifest(manifest: Manifest, application: Application | None) -> Iterator[Piece]:
    if manifest.kind == "ConfigMap" and manifest.name == NAME and not manifest.group:
        origin = Origin(manifest.document, manifest.subject, ("data",), manifest.rendered)
        yield Piece(as_mapping(manifest.body.get("data")), origin, application, is_patch=False)
    elif manifest.kind == OPERATORS and manifest.group == "argoproj.io":
        spec = as_mapping(manifest.body.get("spec"))
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
        stated = as_mapping(each)
        group, kind = stated.get("group") or "", stated.get("kind")
        key = f"{group}_{kind}" if group else f"{kind}"
        data[f"resource.customizations.health.{key}"] = stated.get("check")
    for each in map(as_mapping, as_list(spec.get("kustomizeVersions"))):
        data[f"kustomize.version.{each.get('version')}"] = each.get("path")
    return data | as_mapping(spec.get("extraConfig"))


def _of_documents(
    documents: Sequence[Document], application: Application | None
) -> Iterator[Piece]:
    """Give what files that kustomizations are built from say: patches, and themselves."""
    named = {
        normpath(f"{each.source.rpartition('/')[0]}/{path}".lstrip("/"))
        for each in documents
        for path in json_patches(each.body)
    }
    for each in documents:
        body = each.body
        if is_patch_of_settings(each):
            origin = Origin(each, _SUBJECT, ("data",))
            yield Piece(as_mapping(body["data"]), origin, application, is_patch=True)
        elif isinstance(body, list) and each.source in named:
            origin = Origin(each, _SUBJECT, (), is_text=True)
            yield Piece(changed_data(body), origin, application, is_patch=True)
        for data, path in settings_in(body):
            origin = Origin(each, _SUBJECT, path, is_text=True)
            yield Piece(data, origin, application, is_patch=True)


def _of_values(application: Application) -> Iterator[Piece]:
    """Give what the values of a chart that was not rendered say."""
    if not application.not_checked:
        return
    subject = application.manifest.subject
    for document in application.values:
        for path, found in _in_values(document):
            yield Piece(found, Origin(document, subject, path), application, is_patch=True)
    for source in application.sources:
        is_chart = source.chart.rpartition("/")[2] == CHART
        path = _CONFIGS if is_chart else (CHART, *_CONFIGS)
        if found := inline_values(source, path):
            origin = _inline_origin(application.manifest, source, path)
            yield Piece(found, origin, application, is_patch=True)
        if is_chart and (found := _parameters(source)):
            place = ("spec", *source.place, "helm", "parameters")
            manifest = application.manifest
            origin = Origin(manifest.document, subject, place, manifest.rendered, is_text=True)
            yield Piece(found, origin, application, is_patch=True)


def inline_values(source: Source, path: tuple[str, ...], *, strict: bool = True) -> dict[str, Any]:
    """Return the mapping at a path of the values that an Application states itself."""
    values = source.helm.values
    if isinstance(values, dict):
        return mapping_at(values, path)
    documents = read_documents(values.encode(), "values", strict=strict)
    if not documents or isinstance(documents[0], YamlFault):
        return {}
    return mapping_at(documents[0].body, path)


def _parameters(source: Source) -> dict[str, Any]:
    """Return what parameters below configs.cm state, dots in keys escaped as for Helm's --set."""
    found = {}
    for each in source.helm.parameters:
        *above, key = _UNESCAPED.split(each.name, len(_CONFIGS))
        if tuple(above) == _CONFIGS and not _UNESCAPED.search(key):
            found[key.replace("\\.", ".")] = each.value
    return found


def _inline_origin(manifest: Manifest, source: Source, below: tuple[str, ...]) -> Origin:
    helm = ("spec", *source.place, "helm")
    is_text = not isinstance(source.helm.values, dict)
    path = (*helm, "values") if is_text else (*helm, "valuesObject", *below)
    return Origin(manifest.document, manifest.subject, path, manifest.rendered, is_text)


def mapping_at(value: object, path: Iterable[str]) -> dict[str, Any]:
    """Return the mapping at a path, {} where there is none."""
    for step in path:
        value = as_mapping(value).get(step)
    return as_mapping(value)
