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

_Fields = dict[str, Any]  # field, or [] for each entry of a list → what is below, or the values


def _fields(choices: Choices) -> _Fields:
    """Return the same as a tree, so that what an object does not have is not looked for."""
    fields: _Fields = {}
    for path, values in choices.items():
        *steps, last = path.replace(_LIST, f".{_LIST}").split(".")
        at_end = fields
        for step in steps:
            at_end = at_end.setdefault(step, {})
        at_end[last] = values
    return fields


_OF_KINDS: Final = {key: _fields(choices) for key, choices in KINDS.items()}
_OF_POD: Final = _fields(POD)
_OF_CONTAINER: Final = _fields(CONTAINER)


def check(scene: Scene) -> Iterator[Finding]:
    """Give each value that is none of its field's."""
    for (group, kind), fields in _OF_KINDS.items():
        for resource in scene.inventory.of_kind(group, kind):
            yield from _of(resource, (), resource.body, fields)
    for (group, kind), path in POD_SPECS.items():
        if group in _GROUPS:
            for resource in scene.inventory.of_kind(group, kind):
                yield from _of(resource, path, resource.mapping(*path), _OF_POD)
                for where, container in containers(resource, path):
                    yield from _of(resource, where, container, _OF_CONTAINER)


def _of(resource: Resource, path: Path, body: dict[str, Any], fields: _Fields) -> Iterator[Finding]:
    for where, value, values in _found(body, fields, path):
        yield at(resource, where, _message(where, value, values))


def _found(value: object, below: object, path: Path) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Give each text that is none of its values, with its path and those."""
    if isinstance(below, tuple):
        if isinstance(value, str) and value and value not in below:
            yield path, value, below
    elif isinstance(value, dict) and isinstance(below, dict):
        for field, further in below.items():
            if field in value:
                yield from _found(value[field], further, (*path, field))
    elif isinstance(value, list) and isinstance(below, dict) and _LIST in below:
        for number, each in enumerate(value):
            yield from _found(each, below[_LIST], (*path, number))


def _message(path: Path, value: str, values: Sequence[str]) -> str:
    field = next(step for step in reversed(path) if isinstance(step, str))
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
