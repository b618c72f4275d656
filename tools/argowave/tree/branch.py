"""An Application of the tree, from when it is met to when its sources have been looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from argowave.manifest import Manifest
from argowave.sources.generate import at_application
from argowave.sources.request import NotChecked
from argowave.tree.application import Application, destination_namespace, project_of
from argowave.tree.emptied import with_what_stays
from argowave.tree.faults import no_object
from argowave.validate.lists import expand_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.sources.request import Generated
    from argowave.sources.source import Source

DEEPEST: Final = 100  # levels of Applications; nobody nests ten, and what follows them recurses


@dataclass(frozen=True, slots=True)
class Branch:
    """An Application whose sources are still to be looked at."""

    manifest: Manifest
    parents: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def chain(self) -> tuple[str, ...]:
        """Return the names from the root to the Application itself."""
        return (*self.parents, self.manifest.name)


def application_of(branch: Branch, generated: Sequence[Generated], environment: str) -> Application:
    """Return an Application with what each of its sources has given.

    Args:
        branch: the Application.
        generated: what came of its sources, in their order.
        environment: the name of the tree.
    """
    manifest = branch.manifest
    led = f"{environment}/{manifest.name}"
    sources = branch.sources
    placed = [
        at_application(answer, manifest, source.place, led)
        for source, answer in zip(sources, with_what_stays(generated, manifest), strict=True)
    ]
    given = list(zip(sources, placed, strict=True))
    objects, strange = _objects(placed, led)
    return Application(
        name=manifest.name,
        chain=branch.chain,
        manifest=manifest,
        namespace=destination_namespace(manifest),
        project=project_of(manifest),
        sources=sources,
        manifests=objects,
        partial=tuple(document for answer in placed for document in answer.partial),
        charts=tuple(
            replace(answer.chart, place=source.place)
            for source, answer in given
            if answer.chart is not None
        ),
        renderings=tuple(
            (answer.rendering, source.place)
            for source, answer in given
            if answer.rendering is not None
        ),
        values=tuple(document for answer in placed for document in answer.values),
        files=tuple(dict.fromkeys(path for answer in placed for path in answer.files)),
        not_checked=(
            *(entry for answer in placed for entry in answer.not_checked),
            *_too_deep(branch),
        ),
        findings=(
            *(found for answer in placed for found in answer.findings),
            *(no_object(each) for each in strange),
        ),
    )


def _objects(
    placed: Sequence[Generated], led: str
) -> tuple[tuple[Manifest, ...], tuple[Manifest, ...]]:
    """Return the objects that there are, lists taken apart, and what is none."""
    every = [
        Manifest(document, led, answer.is_rendered(document))
        for answer in placed
        for listed in answer.documents
        for document in expand_list(listed)
    ]
    objects = tuple(each for each in every if isinstance(each.document.body, dict))
    return objects, tuple(each for each in every if not isinstance(each.document.body, dict))


def _too_deep(branch: Branch) -> Iterator[NotChecked]:
    if len(branch.parents) >= DEEPEST:
        why = f"it is {DEEPEST} levels below {branch.parents[0]}, and nothing deeper is looked at"
        yield NotChecked(f"what Application {branch.manifest.name} applies", why)
