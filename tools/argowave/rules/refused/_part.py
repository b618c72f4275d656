"""A mapping inside of an object, which knows where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from argowave.rules.rule import at, show
from argowave.rules.sync_options import has_option
from argowave.typed import as_list, as_mapping, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource


@dataclass(frozen=True, slots=True)
class Part:
    """What stands at a path of an object; {} where it is no mapping, which schemas find."""

    resource: Resource
    path: Path
    body: dict[str, Any]

    @classmethod
    def of(cls, resource: Resource, *path: str | int) -> Part:
        """Return the part at a path."""
        return cls(resource, path, resource.mapping(*path))

    def part(self, field: str) -> Part:
        """Return the mapping in a field."""
        return Part(self.resource, (*self.path, field), as_mapping(self.body.get(field)))

    def parts(self, field: str) -> Iterator[Part]:
        """Give the mappings of a list."""
        for number, each in enumerate(as_list(self.body.get(field))):
            if isinstance(each, dict):
                yield Part(self.resource, (*self.path, field, number), each)

    def has(self, field: str) -> bool:
        """Tell whether a field says something; null says nothing."""
        return self.body.get(field) is not None

    def text(self, field: str) -> str:
        """Return the text in a field, "" where there is none."""
        return as_text(self.body.get(field))

    def number(self, field: str) -> int | None:
        """Return the integer in a field, None where there is none."""
        value = self.body.get(field)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def among(self, *fields: str) -> list[str]:
        """Return those of the fields that say something."""
        return [field for field in fields if self.body.get(field) is not None]

    @property
    def is_whole(self) -> bool:
        """Whether nobody else may add what is missing: it is no part of an object."""
        return not has_option(self.resource, "ServerSideApply")

    def refused(self, message: str, *steps: str | int) -> Finding:
        """Return a finding about the part, or about what stands below it."""
        return at(self.resource, (*self.path, *steps), f"Kubernetes refuses {message}")

    def line(self, *steps: str | int) -> int | None:
        """Return the line of the part, or of what stands below it, for a message about another."""
        return self.resource.manifest.line_of((*self.path, *steps))

    def where(self, *steps: str | int) -> str:
        """Return the same in brackets, "" for what was rendered and has no line."""
        line = self.line(*steps)
        return "" if line is None else f" (line {line})"


def repeated(
    parts: Iterable[Part], key: Callable[[Part], object], field: str, what: str
) -> Iterator[Finding]:
    """Give a finding for each part whose key one before it has.

    Args:
        parts: in their order.
        key: what has to differ; "" and None may come again.
        field: where it stands, for the finding's place.
        what: how a message calls it: "the second container named {}".
    """
    seen: dict[object, Part] = {}
    for each in parts:
        value = key(each)
        if value in ("", None):
            continue
        if value in seen:
            first = seen[value]
            line = first.line(field)
            # what was rendered has no lines
            other = show((*first.path, field)) if line is None else f"line {line}"
            yield each.refused(f"{what.format(each.body.get(field))}; {other} has it too", field)
        else:
            seen[value] = each


def out_of(part: Part, field: str, least: int, most: int) -> Iterator[Finding]:
    """Give a finding where an integer is outside of its range."""
    value = part.number(field)
    if value is not None and not least <= value <= most:
        yield part.refused(f"the {field} {value}: it is a number from {least} to {most}", field)


def not_negative(part: Part, fields: tuple[str, ...]) -> Iterator[Finding]:
    """Give a finding for each integer below 0."""
    for field in fields:
        value = part.number(field)
        if value is not None and value < 0:
            yield part.refused(f"the {field} {value}: it is 0 or more", field)


def one_of(part: Part, what: str, fields: tuple[str, ...], *, missing: bool) -> Iterator[Finding]:
    """Give a finding unless exactly one of some fields says something.

    Args:
        part: what has the fields.
        what: how a message calls it: "the volume data".
        fields: those.
        missing: whether none of them is a fault too, of an object that is whole.
    """
    found = part.among(*fields)
    if len(found) > 1:
        yield part.refused(f"{what} with both {found[0]} and {found[1]}: keep one", found[1])
    elif not found and missing and part.is_whole:
        listed = f"{', '.join(fields[:-1])} or {fields[-1]}"
        yield part.refused(f"{what} without {listed}")
