"""The schedule of a sync window → why Argo CD's cron parser refuses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = re.compile(r"[+]?[0-9]{1,18}")
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    least: int
    most: int
    words: tuple[str, ...] = ()  # the first is the least number


_FIELDS: Final = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 6, _DAYS),
)


def schedule_fault(schedule: str) -> str:
    """Return why a schedule does not parse, "" where it does.

    SyncWindows.active in Argo CD's types.go makes the parser with five fields and without
    descriptors, so that @daily is refused; Parse in parser.go of github.com/robfig/cron/v3 reads
    them, and for it Sunday is 0 and never 7. The zone of a leading TZ= is not looked at.
    """
    text = schedule
    if text.startswith(("TZ=", "CRON_TZ=")):
        text = text.partition(" ")[2].strip()
    if text.startswith("@"):
        return f"Argo CD takes no descriptors, and {text} is one"
    parts = text.split()
    if len(parts) != len(_FIELDS):
        return (
            f"it has {len(parts)} fields instead of 5: {', '.join(each.name for each in _FIELDS)}"
        )
    for part, field in zip(parts, _FIELDS, strict=True):
        for piece in filter(None, part.split(",")):
            if wrong := _piece_fault(piece, field):
                return f"{piece} in the place of the {field.name} {wrong}"
    return ""


def _piece_fault(piece: str, field: _Field) -> str:
    """Return what getRange in parser.go would refuse in `5`, `1-5`, `*/10` or `mon-fri`."""
    span, *steps = piece.split("/")
    ends = span.split("-")
    if len(steps) > 1 or (len(ends) > 2 and ends[0] not in ("*", "?")):  # noqa: PLR2004 (a range)
        return "is no range"
    if steps and not (_NUMBER.fullmatch(steps[0]) and int(steps[0])):
        return "has no step of 1 or more"
    if ends[0] in ("*", "?"):
        return ""
    numbers = [_value(end, field) for end in ends]
    if None in numbers:
        return "is no number" if len(ends) == 1 else "is no range of numbers"
    low, high = numbers[0], numbers[-1]
    if low is None or high is None or low < field.least or high > field.most:
        return f"is not within {field.least} to {field.most}"
    return "ends before it begins" if low > high else ""


def _value(text: str, field: _Field) -> int | None:
    if text.lower() in field.words:
        return field.words.index(text.lower()) + field.least
    return int(text) if _NUMBER.fullmatch(text) else None
