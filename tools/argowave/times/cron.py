"""A schedule of cron → why Go's parser refuses it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from argowave.times.durations import is_duration
from argowave.times.time_zones import did_you_mean_zone, is_time_zone

_EVERY: Final = "@every "
_DESCRIPTORS: Final = (
    *("@annually", "@daily", "@hourly", "@midnight", "@monthly", "@weekly", "@yearly"),
)
_ZONED: Final = ("TZ=", "CRON_TZ=")
_SECONDS: Final = 6  # fields
_NUMBER: Final = re.compile(r"[+]?[0-9]{1,18}")
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_SUNDAY: Final = 7  # elsewhere


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


def fields_fault(schedule: str) -> str:
    """Say why five fields are no schedule, "" where they are one.

    Source: Parse and getField in parser.go of github.com/robfig/cron/v3, which Kubernetes and Argo
    CD use. For it Sunday is 0 and never 7, and a comma too many says nothing.
    """
    parts = schedule.split()
    if len(parts) != len(_FIELDS):
        names = ", ".join(each.name for each in _FIELDS)
        return f"it has {len(parts)} fields instead of 5: {names}"
    for part, field in zip(parts, _FIELDS, strict=True):
        for piece in filter(None, part.split(",")):
            if wrong := _piece_fault(piece, field):
                return f"{piece} in the place of the {field.name} {wrong}"
    return ""


def standard_fault(schedule: str) -> str:
    """Say why ParseStandard refuses a schedule: five fields or a descriptor, maybe in a zone."""
    fault, bare = without_zone(schedule)
    if fault:
        return fault
    return descriptor_fault(bare) if bare.startswith("@") else fields_fault(bare)


def without_zone(schedule: str) -> tuple[str, str]:
    """Return what is wrong with the time zone before a schedule, and the schedule without it."""
    if not schedule.startswith(_ZONED):
        return "", schedule
    zone, _, bare = schedule.partition("=")[2].partition(" ")
    fault = "" if is_time_zone(zone) else f"there is no time zone {zone}{did_you_mean_zone(zone)}"
    return fault, bare.strip()


def seconds_fault(schedule: str) -> str:
    """Say why six fields, of which the first is the second, or a descriptor are no schedule.

    Source: Parse in parser.go of github.com/robfig/cron v1, where the last field may be left out.
    """
    fault, bare = without_zone(schedule)
    if fault or bare.startswith("@"):
        return fault or descriptor_fault(bare)
    second, *others = [*bare.split(), *(["*"] if len(bare.split()) == _SECONDS - 1 else [])] or [""]
    if len(others) != _SECONDS - 1:
        return f"it has {len(bare.split())} fields instead of 6, of which the first is the second"
    wrong = fields_fault(f"{second} * * * *").replace("of the minute", "of the second")
    return wrong or fields_fault(" ".join(others))


def descriptor_fault(schedule: str) -> str:
    """Say why a text that begins with @ is no schedule, "" where it is one (parseDescriptor)."""
    if schedule.startswith(_EVERY):
        given = schedule.removeprefix(_EVERY)
        return "" if is_duration(given) else f"{given} is no duration, such as 1h30m"
    known = ", ".join((*_DESCRIPTORS, _EVERY.strip()))
    return "" if schedule in _DESCRIPTORS else f"{schedule} is none of {known}"


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
        sunday = "; Sunday is 0" if field.words == _DAYS and _SUNDAY in (low, high) else ""
        return f"is not within {field.least} to {field.most}{sunday}"
    return "ends before it begins" if low > high else ""


def _value(text: str, field: _Field) -> int | None:
    if text.lower() in field.words:
        return field.words.index(text.lower()) + field.least
    return int(text) if _NUMBER.fullmatch(text) else None
