"""unsupported-value: a value that is none of those that Kubernetes takes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from argowave.references.pods import POD_SPECS, containers
from argowave.rules.refused._choices import CONTAINER, KINDS, POD
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.refused._choices import Choices
    from argowave.rules.scene import Scene

_GROUPS: Final = ("", "apps", "batch")  # of what makes pods; other groups' controllers differ
_LIST: Final = "[]"

_Steps = list[tuple[tuple[str, ...], tuple[str, ...]]]  # fields, values


def _steps(choices: Choices) -> _Steps:
    return [
        (tuple(path.replace(_LIST, f".{_LIST}").split(".")), values)
        for path, values in choices.items()
    ]


_OF_KINDS: Final = {key: _steps(choices) for key, choices in KINDS.items()}
_OF_POD: Final = _steps(POD)
_OF_CONTAINER: Final = _steps(CONTAINER)


def check(scene: Scene) -> Iterator[Finding]:
    """Give each value that is none of its field's."""
    for (group, kind), steps in _OF_KINDS.items():
        for resource in scene.inventory.of_kind(group, kind):
            yield from _of(resource, (), resource.body, steps)
    for (group, kind), path in POD_SPECS.items():
        if group in _GROUPS:
            for resource in scene.inventory.of_kind(group, kind):
                yield from _of(resource, path, resource.mapping(*path), _OF_POD)
                for where, container in containers(resource, path):
                    yield from _of(resource, where, container, _OF_CONTAINER)


def _of(resource: Resource, path: Path, body: dict[str, Any], several: _Steps) -> Iterator[Finding]:
    for steps, values in several:
        for where, value in _found(body, steps):
            if isinstance(value, str) and value and value not in values:
                yield at(resource, (*path, *where), _message(steps, value, values))


def _found(value: Any, steps: Sequence[str]) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401 (JSON)
    """Give what stands where the steps lead, with its path."""
    for number, step in enumerate(steps):
        if step == _LIST:
            if isinstance(value, list):
                before: Path = tuple(steps[:number])
                for index, each in enumerate(value):
                    for path, found in _found(each, steps[number + 1 :]):
                        yield (*before, index, *path), found
            return
        if not isinstance(value, dict) or (value := value.get(step)) is None:
            return
    yield tuple(steps), value


def _message(steps: Sequence[str], value: str, values: Sequence[str]) -> str:
    field = next(step for step in reversed(steps) if step != _LIST)
    alike = next((each for each in values if each.lower() == value.lower()), "")
    if alike:
        return f"Kubernetes refuses the {field} {value}: it is written {alike}"
    listed = f"one of {', '.join(values)}" if len(values) > 1 else f"always {values[0]}"
    return f"Kubernetes refuses the {field} {value}: it is {listed}"


RULE = Rule(
    name="unsupported-value",
    summary="a value that is none of those that Kubernetes takes there",
    why=(
        "Many fields take one of a few words, in exactly one spelling, and the schemas that "
        "Kubernetes publishes do not list them: `imagePullPolicy: always` is a text like any other "
        "to them, and the API server refuses it."
    ),
    mend="Take one of the values that the message lists.",
    source="https://kubernetes.io/docs/reference/kubernetes-api/",
    check=check,
)
