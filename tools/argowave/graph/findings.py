"""Findings → the nodes and links of a picture that they belong to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from argowave.finding import Finding
    from argowave.graph.model import Origin, Picture


def findings_on(
    picture: Picture, findings: Iterable[Finding]
) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """Return {id of a node or link: its findings}, and the findings that have no place.

    A finding about the field that makes a link belongs to the link, any other one to the node of
    its object. An object with several nodes or links shows it on each of them.
    """
    objects: dict[tuple[str, str], list[str]] = defaultdict(list)
    fields: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for each, origin in _origins(picture):
        key = (origin.application, origin.subject)
        if origin.pointer:
            fields[key].append((origin.pointer, each))
        elif each not in objects[key]:
            objects[key].append(each)
    found: dict[str, list[Finding]] = defaultdict(list)
    rest = []
    for finding in findings:
        key = (finding.application or "", finding.subject)
        places = [each for pointer, each in fields.get(key, ()) if _meet(pointer, finding.pointer)]
        places = list(dict.fromkeys(places)) or objects.get(key, [])
        for place in places:
            found[place].append(finding)
        if not places:
            rest.append(finding)
    return dict(found), rest


def _origins(picture: Picture) -> Iterator[tuple[str, Origin]]:
    for node in picture.nodes:
        for origin in node.origins:
            yield node.id, origin
    for link in picture.links:
        for origin in link.origins:
            yield link.id, origin


def _meet(one: str, other: str) -> bool:
    """Tell whether two JSON paths are the same field, or one is inside the other's parent.

    A finding about `$.spec.forProvider.topicArnRef` and one about its `name` are about one link;
    one about the whole object, or its spec, is not.
    """
    if not other or other.count(".") + other.count("[") < 3:  # noqa: PLR2004 ($.spec.x at least)
        return one == other
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or longer.startswith((f"{shorter}.", f"{shorter}["))
