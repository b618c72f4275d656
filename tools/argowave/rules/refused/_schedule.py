"""A CronJob's schedule → why Kubernetes cannot read it, "" where it can.

Source: ParseStandard and getField in github.com/robfig/cron/v3 (parser.go), which
k8s.io/kubernetes/pkg/util/parsers calls.
"""

from __future__ import annotations

import re
from typing import Final

_NAMED: Final = {
    *("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"),
}
_EVERY: Final = "@every "
# time.ParseDuration of Go
_DURATION: Final = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|[+-]?0")
_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
_DAYS: Final = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_FIELDS: Final[tuple[tuple[str, int, int, dict[str, int]], ...]] = (  # what, least, most, names
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    ("day of the week", 0, 6, {name: number for number, name in enumerate(_DAYS)}),
)
_SUNDAY: Final = 7


def schedule_fault(text: str) -> str:
    """Say what is wrong with a schedule."""
    if "TZ" in text:
        return "a time zone stands in timeZone, and not in the schedule"
    if text.startswith("@"):
        return _descriptor_fault(text)
    fields = text.split()
    if len(fields) != len(_FIELDS):
        return (
            f"it has {len(fields)} fields, and five are wanted: minute, hour, day, month, weekday"
        )
    for field, (what, least, most, names) in zip(fields, _FIELDS, strict=True):
        for part in field.split(","):
            # a comma too many is passed over, as strings.FieldsFunc does
            if part and (fault := _part_fault(part, least, most, names)):
                return f"the {what} {part}{fault}"
    return ""


def _descriptor_fault(text: str) -> str:
    if text in _NAMED:
        return ""
    if text.startswith(_EVERY):
        given = text.removeprefix(_EVERY)
        return "" if _DURATION.fullmatch(given) else f"{given} is no duration, such as 1h30m"
    return f"{text} is none of {', '.join(sorted(_NAMED))}, @every"


def _part_fault(part: str, least: int, most: int, names: dict[str, int]) -> str:
    """Say what is wrong with one part of a field: 5, 1-5, */2, 1-5/2, 3/2."""
    span, *steps = part.split("/")
    ends = span.split("-")
    if len(steps) > 1 or len(ends) > 2:  # noqa: PLR2004 (a pair)
        return " has too many slashes or hyphens"
    if ends[0] in ("*", "?"):
        start, end = least, most
        if len(ends) > 1:
            return ""  # what follows is not looked at
    else:
        numbers = [_number(each, names) for each in ends]
        if None in numbers:
            return " is no number" if not names else " is neither a number nor one of its names"
        start, end = int(numbers[0] or 0), int(numbers[-1] or 0)
        if steps and len(ends) == 1:
            end = most
    if steps and (not steps[0].isascii() or not steps[0].isdigit() or not int(steps[0])):
        return " has a step that is no number from 1 on"
    if start < least or end > most:
        sunday = "; Sunday is 0" if most == _SUNDAY - 1 and _SUNDAY in (start, end) else ""
        return f" is outside of {least} to {most}{sunday}"
    return " ends before it begins" if start > end else ""


def _number(text: str, names: dict[str, int]) -> int | None:
    if text.lower() in names:
        return names[text.lower()]
    digits = text.removeprefix("+")  # as strconv.Atoi takes it
    return int(digits) if digits.isascii() and digits.isdigit() else None
