"""An object → the lines below its name: what a reader would open its manifest for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.safety._allowing import allowing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.resources import Resource


def notes_of(resource: Resource, along: Iterable[Resource]) -> list[str]:
    """Return the notes of an object and of what is drawn as part of it."""
    if resource.kind == "Ingress":
        return list(dict.fromkeys(_of_ingress(resource)))
    notes = [each for each in resource.items("spec", "hostnames") if isinstance(each, str)]
    for each in along:
        notes += _of_slice(each) if each.kind == "EndpointSlice" else ()
    return notes


def _of_ingress(ingress: Resource) -> Iterator[str]:
    for number, _ in enumerate(ingress.items("spec", "rules")):
        yield ingress.text("spec", "rules", number, "host") or "every host"
    ranges = [each.value for each in allowing(ingress)]
    for value in ranges:
        yield from (f"from {each.strip()}" for each in value.split(",") if each.strip())
    if not ranges:
        yield "from anywhere, as far as it says"


def _of_slice(slice_: Resource) -> Iterator[str]:
    for number, _ in enumerate(slice_.items("endpoints")):
        for address in slice_.items("endpoints", number, "addresses"):
            if isinstance(address, str):
                yield f"at {address}"
