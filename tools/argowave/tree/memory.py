"""What a tree's sources gave, so that only what a later finding changes is generated again.

Two things that sources are generated with stand in what they give: kustomize.buildOptions, and
the API versions that the tree's own definitions bring.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from argowave.tree.capabilities import asks_for_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from argowave.sources.request import Generated, ManifestRequest

    Subject = tuple[str, str, str]
    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]


class Memory:
    """Generates manifests, and can do so again for those alone that would differ."""

    def __init__(self, generate: Generate) -> None:
        """Remember what really generates manifests."""
        self._generate = generate
        self._known: dict[Subject, list[tuple[ManifestRequest, Generated]]] = {}

    def first(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Generate, and remember what came of it."""
        answers = self._generate(requests)
        for request, generated in zip(requests, answers, strict=True):
            known = self._known.setdefault(request.subject, [])
            known.append((_without_findings(request), generated))
        return answers

    def is_affected(self, *, options: bool, versions: bool) -> bool:
        """Tell whether anything that was generated would differ.

        Args:
            options: whether there are options of kustomize to build with.
            versions: whether the tree brings API versions.
        """
        return any(
            (options and each.is_kustomize) or (versions and _may_ask(each))
            for each in self._generated()
        )

    def again(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Generate what may differ, or was not asked before."""
        known = [self._unaffected(each) for each in requests]
        fresh = [each for each, found in zip(requests, known, strict=True) if found is None]
        answers = iter(self._generate(fresh) if fresh else ())
        return [next(answers) if found is None else found for found in known]

    def _generated(self) -> Iterator[Generated]:
        for known in self._known.values():
            yield from (generated for _, generated in known)

    def _unaffected(self, request: ManifestRequest) -> Generated | None:
        asked = _without_findings(request)
        for each, generated in self._known.get(request.subject, ()):
            if each == asked:
                return None if generated.is_kustomize or _may_ask(generated) else generated
        return None


def _without_findings(request: ManifestRequest) -> ManifestRequest:
    """Return a request without what the tree itself states."""
    return replace(request, kustomize_build_options="", api_versions=())


def _may_ask(generated: Generated) -> bool:
    """Tell whether a source is a chart that may look at the cluster's API versions."""
    if generated.rendering is not None:
        return asks_for_versions(generated.rendering.chart)
    return generated.rendered and not generated.is_kustomize  # a chart that did not render
