"""Paths and values of a difference in words; a Secret's values are never shown."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from argowave.diff.changes import ABSENT
from argowave.manifest import LAST_APPLIED
from argowave.validate.pointer import show_pointer
from argowave.words.credentials import harmless

if TYPE_CHECKING:
    from argowave.diff.changes import FieldChange, Path
    from argowave.resources import Resource

_SECRET_FIELDS: Final = frozenset(("data", "stringData"))
_COPY: Final = ("metadata", "annotations", LAST_APPLIED)  # which holds the values once more
_ITEM: Final = re.compile(r"(?:name|containerPort|mountPath|key|host|type)=")
_LONGEST: Final = 80  # characters of a value
_BEFORE: Final = 20  # characters before the first one that differs
_MOST: Final = 3  # items of a list


def show_path(path: Path) -> str:
    """Return a path as $.spec.containers[name=web].image."""
    shown = ""
    for step in path:
        if isinstance(step, str) and is_item(step):
            shown += f"[{step}]"
        else:
            shown += show_pointer((step,)).removeprefix("$")
    return f"${shown}"


def is_item(step: str | int) -> bool:
    """Tell whether a step leads into a list: an index, or name=web."""
    return isinstance(step, int) or bool(_ITEM.match(step))


def show_values(resource: Resource, field: FieldChange) -> tuple[str, str]:
    """Return both values of a difference, cut where they are long, so that they look different.

    Of a list, only the items that the other one lacks are shown.
    """
    before, after = field.before, field.after
    if isinstance(before, list) and isinstance(after, list) and not is_secret(resource, field):
        gone = [each for each in before if each not in after]
        come = [each for each in after if each not in before]
        if (gone or come) and len(_text([*before, *after])) > _LONGEST:
            return _some(gone, before), _some(come, after)
    return show_value(resource, field, before), show_value(resource, field, after)


def show_value(resource: Resource, field: FieldChange, value: object) -> str:
    """Return one value of a difference, cut where it is long.

    A text begins shortly before it differs from the other one.
    """
    if value is ABSENT:
        return "absent"
    if is_secret(resource, field):
        return "(not shown)"
    text = _text(value)
    if len(text) <= _LONGEST:
        return text
    pairs = zip(_text(field.before), _text(field.after), strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = max(0, alike - _BEFORE) if len(text) > alike > _LONGEST - _BEFORE else 0
    return _cut(f"…{text[start:]}" if start else text)


def _some(items: list[Any], of: list[Any]) -> str:
    shown = [_cut(_text(each)) for each in items[:_MOST]]
    more = len(of) - len(shown)
    return f"[{', '.join([*shown, *([f'{more} more'] if more else [])])}]"


def _text(value: object) -> str:
    return harmless(json.dumps(value, ensure_ascii=False, default=str))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def is_secret(resource: Resource, field: FieldChange) -> bool:
    """Tell whether a difference is one in what a Secret holds, or may show it."""
    if resource.kind != "Secret":
        return False
    path = field.path
    return path == _COPY[: len(path)] or path[0] in _SECRET_FIELDS


def pointer_of(body: Any, path: Path) -> tuple[str | int, ...]:  # noqa: ANN401 (any JSON value)
    """Return the keys and indexes that a path leads along, as far as `body` goes."""
    found: list[str | int] = []
    value = body
    for step in path:
        if isinstance(value, dict) and step in value:
            found.append(step)
            value = value[step]
        elif isinstance(value, list) and (index := _index(value, step)) is not None:
            found.append(index)
            value = value[index]
        else:
            break
    return tuple(found)


def _index(items: list[Any], step: str | int) -> int | None:
    if isinstance(step, int):
        return step if step < len(items) else None
    key, _, name = step.partition("=")
    named = (n for n, each in enumerate(items) if isinstance(each, dict) and key in each)
    return next((n for n in named if str(items[n][key]) == name), None)
