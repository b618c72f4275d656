"""Fields that hold the number of a port, or the name of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.rules.name_syntax import port_fault
from argowave.rules.refused._part import out_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.refused._part import Part

_MOST: Final = 65535


def of_number(part: Part, field: str, least: int = 1) -> Iterator[Finding]:
    """Give a finding where a field has a number that no port has."""
    yield from out_of(part, field, least, _MOST)


def of_name(part: Part, field: str) -> Iterator[Finding]:
    """Give a finding where a field has a name that no port has; an empty one says nothing."""
    name = part.text(field)
    if name and (fault := port_fault(name)):
        yield part.refused(f"the port {name}: {fault}", field)
