"""A scene → Argo CD's own settings (argocd-cm), where the tree has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.manifest import Manifest
from argowave.resources import IN_CLUSTER, Key, Resource
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from argowave.rules.scene import Scene
    from argowave.tree import Application, Tree

NAME: Final = "argocd-cm"
_CHART: Final = "argo-cd"


@dataclass(frozen=True, slots=True)
class Settings:
    """argocd-cm, whole or as a patch of the one that Argo CD's makers publish."""

    resource: Resource  # a ConfigMap, or the Application of the chart whose values hold it
    path: tuple[str | int, ...]  # of the mapping of settings in it
    data: dict[str, Any]
    is_patch: bool  # whatever it does not state stays as published


def find_settings(scene: Scene) -> Settings | None:
    """Return Argo CD's settings, None where the tree does not have them."""
    whole = [each for each in scene.inventory.of_kind("", "ConfigMap") if each.name == NAME]
    if whole:
        return Settings(whole[0], ("data",), whole[0].mapping("data"), is_patch=False)
    return _patch(scene.tree) or _chart(scene)


def _patch(tree: Tree) -> Settings | None:
    for application in tree.applications:
        for document in application.partial:
            body = document.body
            if not isinstance(body, dict) or body.get("kind") != "ConfigMap":
                continue
            manifest = Manifest(document, f"{tree.environment}/{application.name}")
            if manifest.name == NAME:
                key = Key(IN_CLUSTER, "", "ConfigMap", application.namespace, NAME)
                resource = Resource(manifest, key, application, body)
                return Settings(resource, ("data",), resource.mapping("data"), is_patch=True)
    return None


def _chart(scene: Scene) -> Settings | None:
    """Return what an Application of the chart that installs Argo CD states in its values."""
    for owner, application in scene.inventory.owners():
        for source in application.sources:
            if source.chart.rpartition("/")[2] != _CHART or application.manifests:
                continue
            path = ("spec", *source.place, "helm", "valuesObject", "configs", "cm")
            data = owner.mapping(*path)
            if data:
                return Settings(owner, path, data, is_patch=True)
    return None


def runs_argocd(application: Application) -> bool:
    """Tell whether an Application is the one that installs Argo CD itself."""
    return (
        any(source.chart.rpartition("/")[2] == _CHART for source in application.sources)
        or any(each.name == NAME and each.kind == "ConfigMap" for each in application.manifests)
        or any(
            isinstance(each.body, dict)
            and each.body.get("kind") == "ConfigMap"
            and Manifest(each).name == NAME
            for each in application.partial
        )
    )


def read_entries(text: object) -> list[dict[str, Any]] | None:
    """Return the entries of a setting that is a list in YAML, None where it is none."""
    if not isinstance(text, str):
        return None
    documents = list(read_documents(text.encode(), NAME))
    if len(documents) != 1 or isinstance(documents[0], YamlFault):
        return [] if not documents else None
    body = documents[0].body
    if body is None:
        return []
    if not isinstance(body, list):
        return None
    return [each for each in body if isinstance(each, dict)]
