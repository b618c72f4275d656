"""kustomize.buildOptions: a setting that stands in a tree, and without which it cannot be built.

It is found in what the tree applies, so the tree is grown without it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.sources.source import Source
    from argowave.tree.application import Application

KEY: Final = "kustomize.buildOptions"
_SETTINGS: Final = "argocd-cm"
_CHART: Final = "argo-cd"


def stated_options(applications: Iterable[Application]) -> str:
    """Return what the last argocd-cm of a tree states, "" where none does.

    It is a ConfigMap that an Application applies, a patch in a kustomization that is not built, or
    configs.cm in the values of the argo-cd chart.
    """
    found = [data[KEY] for each in applications for data in _settings(each) if KEY in data]
    return next((value for value in reversed(found) if isinstance(value, str)), "")


def _settings(application: Application) -> Iterator[dict[str, Any]]:
    for source in application.sources:
        if source.chart.rpartition("/")[2] == _CHART:
            configs = _mapping(_values(source).get("configs"))
            yield _mapping(configs.get("cm"))
    bodies = [entry.body for entry in application.manifests]
    bodies += [_mapping(document.body) for document in application.partial]
    for body in bodies:
        name = _mapping(body.get("metadata")).get("name")
        if body.get("kind") == "ConfigMap" and name == _SETTINGS:
            yield _mapping(body.get("data"))


def _values(source: Source) -> dict[str, Any]:
    if isinstance(source.helm.values, dict):
        return source.helm.values
    documents = read_documents(source.helm.values.encode(), "values")
    if not documents or isinstance(documents[0], YamlFault):
        return {}
    return _mapping(documents[0].body)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
