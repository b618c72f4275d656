"""An AppProject's spec and needs → what it does not admit, asked as Argo CD asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.projects import permits_destination, permits_kind, permits_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.tightening.needs import Needs


def unmet(spec: dict[str, Any], needs: Needs) -> Iterator[str]:
    """Give each thing that the Applications of a project need and its spec does not permit.

    A kind of which nobody knows whether it is namespaced has to be permitted as either.
    """
    yield from (f"the repository {url}" for url in needs.sources if not permits_source(spec, url))
    for each in needs.destinations:
        if not permits_destination(spec, each):
            yield f"namespace {each.namespace or '(none)'} of cluster {each.cluster}"
    for group, kind, name, is_namespaced in needs.kinds:
        scopes = (True, False) if is_namespaced is None else (is_namespaced,)
        plain = name.removesuffix("*")
        if not all(permits_kind(spec, group, kind, plain, namespaced=each) for each in scopes):
            yield f"{group}/{kind} {name}".strip(" /")
