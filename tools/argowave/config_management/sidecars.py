"""A document → the sidecars of the repo-server in it, each of which runs a plugin.

They stand in a Deployment or a patch of it, in values of the argo-cd chart
(repoServer.extraContainers), or in an ArgoCD of the operator's (spec.repo.sidecarContainers);
texts with YAML in them are looked into, as values and patches often are such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from argowave.typed import as_list, as_mapping, as_text
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.yamlio import Document

PROGRAM: Final = "argocd-cmp-server"  # what every sidecar runs
_CONFIG: Final = "/home/argocd/cmp-server/config"  # where it looks for plugin.yaml


@dataclass(frozen=True, slots=True)
class Sidecar:
    """One container that runs a plugin."""

    name: str
    place: str  # file and line
    mounts: bool  # whether its plugin.yaml is mounted; otherwise its image has it

    @property
    def shown(self) -> str:
        """The name and where it stands: tanka (argocd/values.yaml:3)."""
        return f"{self.name} ({self.place})"


def sidecars_in(document: Document) -> Iterator[Sidecar]:
    """Give the sidecars of a document."""
    if document.may_say(PROGRAM):
        yield from _below(document.body, document, (), text=False)


def _below(
    value: object, document: Document, path: tuple[str | int, ...], *, text: bool
) -> Iterator[Sidecar]:
    if isinstance(value, dict):
        if _starts(value):
            place = f"{document.source}:{document.line_of(path)}"
            yield Sidecar(as_text(value.get("name")) or "?", place, _mounts(value))
        for key, each in value.items():
            step = () if text else (key,)
            yield from _below(each, document, (*path, *step), text=text)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            step = () if text else (number,)
            yield from _below(each, document, (*path, *step), text=text)
    elif isinstance(value, str) and not text and PROGRAM in value and "\n" in value:
        for inner in read_documents(value.encode(), document.source, strict=False):
            if not isinstance(inner, YamlFault):
                yield from _below(inner.body, document, path, text=True)


def _starts(container: dict[str, Any]) -> bool:
    """Tell whether a container runs the program; the init container that links it only names it."""
    words = (*as_list(container.get("command")), *as_list(container.get("args")), "")
    return as_text(words[0]).rpartition("/")[2] == PROGRAM


def _mounts(container: dict[str, Any]) -> bool:
    mounts = map(as_mapping, as_list(container.get("volumeMounts")))
    return any(as_text(each.get("mountPath")).startswith(_CONFIG) for each in mounts)
