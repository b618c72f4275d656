"""undefined-dependency: a Sensor of Argo Events waits for what it does not have, or never comes.

Source: listenEvents in pkg/sensors/listener.go of Argo Events, which takes a trigger's conditions
apart and leaves a trigger out of whose names one is no dependency.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.references.named import places
from argowave.resources.key import Key
from argowave.rules.rule import Rule, at, place
from argowave.typed import texts_in
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_GROUP: Final = "argoproj.io"
_NAME: Final = re.compile(r"[\w.-]+", re.ASCII)
_WORDS: Final = ("true", "false")
_FILLED_IN: Final = ("{{", "${", "*")
# what a source says beside its events
_NO_EVENTS: Final = frozenset(("eventBusName", "replicas", "service", "template"))


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each name of a Sensor that leads to no event."""
    for sensor in scene.inventory.of_kind(_GROUP, "Sensor"):
        known = [sensor.text(*each) for each in places(sensor, "spec.dependencies[].name")]
        if not any(mark in each for mark in _FILLED_IN for each in known):
            yield from _conditions(sensor, known)
            yield from _parameters(sensor, known)
        for path in places(sensor, "spec.dependencies[]"):
            yield from _event(scene, sensor, path)


def _conditions(sensor: Resource, known: list[str]) -> Iterator[Finding]:
    for path in places(sensor, "spec.triggers[].template.conditions"):
        stated = sensor.text(*path)
        if any(mark in stated for mark in _FILLED_IN):
            continue
        for name in dict.fromkeys(_NAME.findall(stated)):
            if name not in known and name not in _WORDS:
                message = f"{_unknown(name, known)}, so that the trigger never fires"
                yield at(sensor, path, f"{message}{did_you_mean(name, known)}")


def _parameters(sensor: Resource, known: list[str]) -> Iterator[Finding]:
    root = ("spec", "triggers")
    for path, name in texts_in(sensor.items(*root), root):
        if path[-2:] != ("src", "dependencyName") or name in known:
            continue
        if any(mark in name for mark in _FILLED_IN):
            continue
        has_default = sensor.at(*path[:-1], "value") is not None
        then = "its value is always the default" if has_default else "no value comes of it"
        message = f"{_unknown(name, known)}, so that {then}{did_you_mean(name, known)}"
        found = at(sensor, path, message)
        yield replace(found, severity=Severity.WARNING) if has_default else found


def _unknown(name: str, known: list[str]) -> str:
    has = f"it has {', '.join(known)}" if known else "it has none"
    return f"the Sensor has no dependency {name} ({has})"


def _event(scene: Scene, sensor: Resource, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Judge the event of a dependency, where the tree has its EventSource."""
    name, event = sensor.text(*path, "eventSourceName"), sensor.text(*path, "eventName")
    key = Key(sensor.cluster, _GROUP, "EventSource", sensor.namespace, name)
    source = scene.inventory.find(key)
    if source is None or not event or any(mark in event for mark in _FILLED_IN):
        return
    events = [
        str(each)
        for field, listed in source.spec.items()
        if field not in _NO_EVENTS and isinstance(listed, dict)
        for each in listed
    ]
    if events and event not in events:
        message = (
            f"{place(source)} has no event {event}, so that none ever comes; "
            f"it has {', '.join(events)}{did_you_mean(event, events)}"
        )
        yield at(sensor, (*path, "eventName"), message)


RULE = Rule(
    name="undefined-dependency",
    summary="a Sensor of Argo Events waits for a dependency or an event that is not there",
    why=(
        "Kubernetes takes the Sensor, and it looks well: a trigger whose conditions name nothing "
        "is only logged, and an event that no EventSource has never comes."
    ),
    mend="Mend the name, or add the dependency or the event.",
    source="https://argoproj.github.io/argo-events/sensors/trigger-conditions/",
    check=check,
)
