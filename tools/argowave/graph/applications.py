"""A scene → the picture of its Applications in waves.

A wave is a node of its own between the Applications before it and those in it, so that n
Applications before m others are n + m links, and what opens a wave too early hangs on one of them.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from argowave.gates import Order
from argowave.graph.drawing import Pen
from argowave.graph.model import Role, origin_of
from argowave.order import Phase
from argowave.tree.application import is_application

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.graph.model import Picture
    from argowave.order import Step
    from argowave.resources import Resource
    from argowave.rules import Scene
    from argowave.tree import Application

_KINDS = 4  # a note names so many kinds, and counts the rest


def draw_applications(scene: Scene) -> Picture:
    """Return every Application from the roots down, and the waves in which they come."""
    return _Tree(scene).picture()


class _Tree:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._pen = Pen()
        self._waiting: deque[tuple[str, Resource]] = deque()  # a queue, however deep the tree is
        self._children = {id(each.manifest): each for each in scene.tree.applications}
        self._open = {
            id(hole.link)
            for dependency in scene.dependencies
            if dependency.comparison.order is not Order.OUTSIDE
            for hole in scene.holes.of(dependency)
            if hole.certain
        }

    def picture(self) -> Picture:
        scene = self._scene
        for resource in scene.inventory.resources:
            by_hand = resource.application is None and not resource.manifest.generated
            if by_hand and self._is_child(resource):
                self._holder(resource)
        while self._waiting:
            self._below_of(*self._waiting.popleft())
        number = len(scene.tree.applications)
        return self._pen.picture(
            f"{scene.tree.environment}: Applications in waves",
            f"{number} Application{'' if number == 1 else 's'}. A wave begins when every arrow "
            "to it is satisfied, a dashed arrow is not waited for. "
            "A chart or folder that stands for what it holds was not looked into.",
        )

    def _holder(self, resource: Resource) -> str:
        """Draw an Application or an ApplicationSet and return its node; what is below it waits."""
        application = self._children.get(id(resource.manifest))
        notes = list(_notes(application, self._scene)) if application is not None else []
        node = self._pen.node(
            Role.APPLICATION, resource.kind, resource.name, notes, [origin_of(resource)]
        )
        self._waiting.append((node, resource))
        return node

    def _below_of(self, node: str, resource: Resource) -> None:
        application = self._children.get(id(resource.manifest))
        if application is not None:
            self._waves(node, application)
        for made in self._scene.inventory.made_by(resource):
            self._pen.link(node, self._holder(made), "makes")

    def _waves(self, parent: str, application: Application) -> None:
        steps = self._scene.places.way_up(application)
        if not any(self._below(step) for step in steps):
            return
        before: list[tuple[str, str, bool]] = [(parent, "", False)]
        for step in steps:
            objects = [task.resource for task in step.tasks]
            others = [each for each in objects if not self._is_child(each)]
            wave = self._pen.node(
                Role.WAVE, "", _name(step), _counted(others), [origin_of(each) for each in others]
            )
            for source, label, dashed in before:
                self._pen.link(source, wave, label, dashed=dashed)
            leak = any(id(each) in self._open for each in others)
            before = [] if self._below(step) else [(wave, "", leak)]
            for resource in self._below(step):
                child = self._holder(resource)
                self._pen.link(wave, child)
                before.append((child, *self._until(resource)))
            if leak and self._below(step):
                before.append((wave, "does not wait", True))

    def _is_child(self, resource: Resource) -> bool:
        is_known = id(resource.manifest) in self._children
        return is_known or bool(self._scene.inventory.made_by(resource))

    def _below(self, step: Step) -> list[Resource]:
        return [task.resource for task in step.tasks if self._is_child(task.resource)]

    def _until(self, resource: Resource) -> tuple[str, bool]:
        """Return what the next wave waits for, and whether it begins all the same."""
        if self._scene.checks.settings is None:
            return "", False
        if not is_application(resource.manifest):
            return "", False  # of an ApplicationSet
        gate = self._scene.holes.gate
        if gate is None or not gate.check:
            return "does not wait", True
        return ("no gate", True) if id(resource) in self._open else ("Healthy", False)


def _name(step: Step) -> str:
    phase = "" if step.phase == Phase.SYNC else f"{step.phase.value} "
    return f"{phase}wave {step.wave}"


def _notes(application: Application, scene: Scene) -> Iterator[str]:
    """Give what an Application applies, by kind, and by name what of it was not looked into.

    Where there are Applications below it, its waves say it.
    """
    applied = scene.inventory.of(application)
    if not any(is_application(each.manifest) for each in applied):
        yield from _counted(list(applied))
    for each in application.not_checked:
        yield each.what


def _counted(resources: list[Resource]) -> list[str]:
    """Return the kinds of some resources with their numbers, as few lines as they fit in."""
    counted = Counter(each.kind or "?" for each in resources)
    lines = [kind if number == 1 else f"{kind} ({number})" for kind, number in counted.items()]
    if len(lines) > _KINDS:
        return [*lines[: _KINDS - 1], f"and {len(lines) - _KINDS + 1} more kinds"]
    return lines
