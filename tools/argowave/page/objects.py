"""One scene → the objects and Applications of its environment."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from argowave.page.model import ApplicationEntry, ObjectEntry, StageEntry
from argowave.plan import build_plan
from argowave.resources.shown import shown_body
from argowave.tree.application import is_application
from argowave.words.credentials import harmless
from argowave.yamlio.write import dump_quickly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.graph import Origin
    from argowave.plan import Object, Sync
    from argowave.resources import Resource
    from argowave.rules import Scene
    from argowave.tree import Application


class Texts:
    """Texts, each kept once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> tuple[str, ...]:
        """Return every text by its number."""
        return tuple(self._numbers)


class Objects:
    """The objects of one scene by their numbers."""

    def __init__(self, scene: Scene, texts: Texts) -> None:
        self._scene = scene
        self._texts = texts
        self.resources = scene.inventory.resources
        self.number = {id(each): number for number, each in enumerate(self.resources)}
        self._applications = {
            each.chain: number for number, each in enumerate(scene.tree.applications)
        }
        self._inside = {
            id(each.manifest): number for number, each in enumerate(scene.tree.applications)
        }
        self._declared_by = {
            id(each.manifest): self.number[id(each)]
            for each in self.resources
            if is_application(each.manifest)
        }
        self._planned = dict(self._plan())

        self._named: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for number, each in enumerate(self.resources):
            label = each.manifest.application or ""
            self._named[label, each.subject, each.namespace].append(number)

    def of_origin(self, origin: Origin) -> list[int]:
        """Return what a part of a picture stands for."""
        return self._named.get((origin.application, origin.subject, origin.namespace), [])

    def entries(self) -> tuple[ObjectEntry, ...]:
        """Return every object."""
        return tuple(self._entry(each) for each in self.resources)

    def by_hand(self) -> tuple[int, ...]:
        """Return what is applied together with the roots, and the roots."""
        return tuple(self.number[id(each)] for each in self.resources if each.application is None)

    def applications(self) -> tuple[ApplicationEntry, ...]:
        """Return every Application, parents before children."""
        return tuple(self._application(each) for each in self._scene.tree.applications)

    def _entry(self, resource: Resource) -> ObjectEntry:
        manifest = resource.manifest
        plan = self._planned.get(id(resource))
        application = resource.application
        return ObjectEntry(
            kind=resource.kind,
            name=resource.name,
            namespace=resource.namespace,
            api=manifest.api_version,
            file=manifest.document.source,
            line=manifest.line,
            application=-1 if application is None else self._applications[application.chain],
            inside=self._inside.get(id(manifest), -1),
            hook=plan.hook if plan else False,
            until=plan.until if plan else "",
            check=plan.check if plan else "",
            needs=plan.needs if plan else (),
            needed_by=plan.needed_by if plan else (),
            missing=tuple(_sentence(each) for each in plan.missing) if plan else (),
            yaml=self._texts.number(dump_quickly(shown_body(resource))),
        )

    def _application(self, application: Application) -> ApplicationEntry:
        scene = self._scene
        return ApplicationEntry(
            name=application.name,
            parent=self._applications.get(application.chain[:-1], -1),
            object=self._declared_by.get(id(application.manifest), -1),
            project=application.project,
            namespace=application.namespace,
            cluster=scene.inventory.cluster_of(application),
            automated=self._automated.get(application.name, False),
            sources=tuple(
                f"chart {each.chart} {each.target_revision} of {harmless(each.repo_url)}"
                if each.chart
                else f"{each.path or '.'} of {harmless(each.repo_url)}"
                for each in application.sources
            ),
            not_seen=tuple(f"{each.what}: {each.why}" for each in application.not_checked),
            stages=tuple(
                StageEntry(
                    step.phase.value,
                    step.wave,
                    tuple(self.number[id(task.resource)] for task in step.tasks),
                )
                for step in scene.places.way_up(application)
            ),
            objects=tuple(self.number[id(each)] for each in scene.inventory.of(application)),
        )

    def _plan(self) -> Iterator[tuple[int, Object]]:
        """Give what the plan says of each resource: its stages are the steps, in their order."""
        scene = self._scene
        self._automated: dict[str, bool] = {}
        roots = [each for each in scene.tree.applications if len(each.chain) == 1]
        children = {id(each.manifest): each for each in scene.tree.applications}
        left: list[tuple[Sync, Application]] = list(
            zip(build_plan(scene).roots, roots, strict=True)
        )
        while left:
            sync, application = left.pop()
            self._automated[application.name] = sync.automated
            for stage, step in zip(sync.stages, scene.places.way_up(application), strict=True):
                for entry, task in zip(stage.objects, step.tasks, strict=True):
                    yield id(task.resource), entry
                    if entry.inside is not None:
                        left.append((entry.inside, children[id(task.resource.manifest)]))


def _sentence(cause: str) -> str:
    """Return why nothing waits, of this object or of all Applications alike."""
    return f"{'Applications' if cause.startswith(('have ', 'are ')) else 'it'} {cause}"
