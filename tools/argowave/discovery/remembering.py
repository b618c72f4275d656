"""A way to generate manifests → one that generates each only once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from argowave.sources.request import Generated, ManifestRequest

    Subject = tuple[str, str, str]
    Generate = Callable[[Sequence[ManifestRequest]], list[Generated]]


class Remembering:
    """Generates each request once: the second growth asks for much of the first again."""

    def __init__(self, generate: Generate) -> None:
        """Remember what one way to generate gives."""
        self._generate = generate
        self._known: dict[Subject, list[tuple[ManifestRequest, Generated]]] = {}

    def __call__(self, requests: Sequence[ManifestRequest]) -> list[Generated]:
        """Return each request's answer, in order."""
        fresh = [each for each in requests if self._find(each) is None]
        for request, generated in zip(fresh, self._generate(fresh), strict=True):
            self._known.setdefault(request.subject, []).append((request, generated))
        found = [self._find(each) for each in requests]
        return [each for each in found if each is not None]

    def _find(self, request: ManifestRequest) -> Generated | None:
        known = self._known.get(request.subject, ())
        return next((generated for asked, generated in known if asked == request), None)
