"""Surprises and keys → findings that name both places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from argowave.diff.showing import pointer_of, show_value
from argowave.environment.files import NOTHING
from argowave.finding import Finding
from argowave.parity.keys import said_at, value_at
from argowave.report.summary import count
from argowave.validate.pointer import show_pointer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from argowave.environment import Environment
    from argowave.environment.files import Pointer
    from argowave.parity.likeness import Likeness, Role
    from argowave.parity.surprises import Surprise
    from argowave.resources import Resource

RULE: Final = "parity"
_SHOWN: Final = 3  # things that one key moves
_MEND: Final = "make them equal, or say why they differ in [[tool.argowave.parity]]"


def surprise_finding(surprise: Surprise, first: Likeness, other: Likeness) -> Finding:
    """Return a finding for something that differs and should not."""
    if surprise.field is None:
        here, there = (first, other) if surprise.is_first else (other, first)
        if surprise.role not in here.resources:
            return _unrendered(surprise.role, here.name)
        resource = here.resources[surprise.role]
        message = f"is in {here.name} only: {_lack(surprise.role, here, there)}; {_MEND}"
        return _at(resource, (), "", message)
    resource, twin = other.resources[surprise.role], first.resources.get(surprise.role)
    values = [
        show_value(resource, surprise.field, each)
        for each in (surprise.field.after, surprise.field.before)
    ]
    where = f" ({_place(twin, pointer_of(twin.body, surprise.field.path))})" if twin else ""
    message = f"is {values[0]} in {other.name} and {values[1]} in {first.name}{where}; {_MEND}"
    pointer = pointer_of(resource.body, surprise.field.path)
    return _at(resource, pointer, surprise.path, message)


def _unrendered(role: Role, name: str) -> Finding:
    """Return a finding for what the templates make and rendered/ does not have."""
    message = f"is made by a template and is not in rendered/: run argowave render {name}"
    subject = f"{role.kind}/{role.name or '?'}"
    return Finding(f"environments/{name}/rendered", None, subject, "", message, RULE)


def key_finding(
    repository: Path,
    pointer: Pointer,
    environments: tuple[Environment, Environment],
    moved: Sequence[Surprise] | None,
) -> Finding:
    """Return a finding for a key that differs though the schema does not say that it may."""
    first, other = environments
    path, line = said_at(repository, other.name, pointer)
    values = [_shown(value_at(each.values, pointer)) for each in (other, first)]
    where = ":".join(map(str, said_at(repository, first.name, pointer)))
    message = (
        f"is {values[0]} in {other.name} and {values[1]} in {first.name} ({where}), and "
        f"environments/schema.json does not say that it may differ; {_moved(moved)}; make them "
        "equal, or give it x-differs with the reason"
    )
    return Finding(path, line, "", show_pointer(pointer), message, RULE)


def _moved(moved: Sequence[Surprise] | None) -> str:
    if moved is None:
        return "it belongs together with other keys that differ"
    if not moved:
        return "it changes nothing that Argo CD applies"
    named = [f"{each.role} {each.path}".rstrip() for each in moved[:_SHOWN]]
    rest = f" and {count(len(moved) - _SHOWN, 'thing')} more" if len(moved) > _SHOWN else ""
    return f"it changes {', '.join(named)}{rest}"


def _lack(role: Role, here: Likeness, there: Likeness) -> str:
    """Say who would apply the object in the environment that has none."""
    owner = here.owner(role)
    applications = {
        each.name: resource
        for each, resource in there.resources.items()
        if each.kind == "Application"
    }
    if owner not in applications:
        return f"nothing in {there.name} applies it"
    application = applications[owner]
    return f"{application.subject} of {there.name} ({_place(application, ())}) applies none"


def _place(resource: Resource, pointer: tuple[str | int, ...]) -> str:
    return resource.manifest.place_of(pointer)


def _at(resource: Resource, pointer: tuple[str | int, ...], shown: str, message: str) -> Finding:
    manifest = resource.manifest
    line = manifest.line_of(pointer)
    led = manifest.application
    source = manifest.document.source
    return Finding(source, line, resource.subject, shown, message, RULE, application=led)


def _shown(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return "absent" if value is NOTHING else json.dumps(value, ensure_ascii=False)
