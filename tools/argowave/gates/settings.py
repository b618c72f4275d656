"""A tree → Argo CD's own settings (argocd-cm) as it would apply them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.sources.source import Source
    from argowave.tree import Application, Tree
    from argowave.yamlio import Document

NAME: Final = "argocd-cm"
CHART: Final = "argo-cd"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where settings are written, so that a finding can point there."""

    document: Document
    subject: str  # ConfigMap/argocd-cm, or the Application with the chart's values
    path: tuple[str | int, ...]  # of the mapping that holds the settings
    rendered: bool = False  # a chart made the document: its lines mean nothing


@dataclass(frozen=True, slots=True)
class Settings:
    """What argocd-cm holds, the pieces laid over one another."""

    data: Mapping[str, str]
    origin: Origin  # of the piece that came last


def find_settings(tree: Tree) -> Settings | None:
    """Return Argo CD's settings, None where the tree does not hold them.

    They are a ConfigMap that an Application applies, a patch in a kustomization, whose base is
    taken to be Argo CD's published one without a health check, or configs.cm in the values of the
    argo-cd chart (templates/argocd-configs/argocd-cm.yaml of argo-helm).
    """
    data: dict[str, str] = {}
    origin: Origin | None = None
    for piece, found in _pieces(tree):
        data.update({key: _text(value) for key, value in piece.items() if value is not None})
        origin = found
    return Settings(data, origin) if origin is not None else None


def _pieces(tree: Tree) -> Iterator[tuple[dict[str, Any], Origin]]:
    for application in tree.applications:
        yield from _of_chart(application)
    for manifest in tree.manifests:
        if manifest.kind == "ConfigMap" and manifest.name == NAME and not manifest.group:
            origin = Origin(manifest.document, manifest.subject, ("data",), manifest.rendered)
            yield _mapping(manifest.body.get("data")), origin
    for application in tree.applications:
        for document in application.partial:
            body = _mapping(document.body)
            metadata = _mapping(body.get("metadata"))
            if body.get("kind") == "ConfigMap" and metadata.get("name") == NAME:
                origin = Origin(document, f"ConfigMap/{NAME}", ("data",))
                yield _mapping(body.get("data")), origin


def _of_chart(application: Application) -> Iterator[tuple[dict[str, Any], Origin]]:
    """Give what the values of a chart that was not rendered say."""
    if not application.not_checked:
        return
    manifest = application.manifest
    for document in application.values:
        for path in (
            ("configs", "cm"),
            (CHART, "configs", "cm"),
        ):  # the latter of a chart around it
            found = _at(document.body, path)
            if found:
                yield found, Origin(document, manifest.subject, path)
    for source in application.sources:
        if source.chart.rpartition("/")[2] == CHART:
            place = ("spec", *source.place, "helm")
            origin = Origin(manifest.document, manifest.subject, place, manifest.rendered)
            yield _at(_values(source), ("configs", "cm")), origin


def _at(value: object, path: tuple[str, ...]) -> dict[str, Any]:
    for step in path:
        value = _mapping(value).get(step)
    return _mapping(value)


def _values(source: Source) -> dict[str, Any]:
    values = source.helm.values
    if isinstance(values, dict):
        return values
    documents = read_documents(values.encode(), "values")
    if not documents or isinstance(documents[0], YamlFault):
        return {}
    return _mapping(documents[0].body)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):  # configs.cm of the chart may hold YAML instead of a text
        from argowave.yamlio.write import dump  # noqa: PLC0415 (hardly anybody does)

        return dump(value)
    return str(value)
