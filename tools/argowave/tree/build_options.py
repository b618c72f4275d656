"""kustomize.buildOptions: a setting that stands in a tree, and without which it cannot be built.

The tree is grown without it first; where Argo CD's settings turn out to state it, what kustomize
builds is built again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from argowave.sources.request import Generated, ManifestRequest
    from argowave.sources.source import Source
    from argowave.tree.application import Application

    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]

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


class Memory:
    """Generates manifests, and can do so again for those alone that kustomize has a part in."""

    def __init__(self, generate: Generate) -> None:
        """Remember what really generates manifests."""
        self._generate = generate
        self._known: dict[str, list[tuple[ManifestRequest, Generated]]] = {}

    @property
    def has_kustomizations(self) -> bool:
        """Whether any source so far is a kustomization."""
        return any(given.is_kustomize for known in self._known.values() for _, given in known)

    def first(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Generate, and remember what came of it."""
        answers = self._generate(requests)
        for request, generated in zip(requests, answers, strict=True):
            self._known.setdefault(request.application, []).append((request, generated))
        return answers

    def again(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Generate what kustomize has a part in, or was not asked before."""
        fresh = [each for each in requests if self._unaffected(each) is None]
        answers = iter(self._generate(fresh))
        return [self._unaffected(each) or next(answers) for each in requests]

    def _unaffected(self, request: ManifestRequest) -> Generated | None:
        asked = replace(request, kustomize_build_options="")
        known = self._known.get(request.application, ())
        return next((g for each, g in known if each == asked and not g.is_kustomize), None)
