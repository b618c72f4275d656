"""The list generator: elements as they are written (applicationset/generators/list.go)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argowave.applicationsets.elements import Element
from argowave.applicationsets.faults import Fault
from argowave.yamlio import YamlFault, read_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.applicationsets.elements import Setting


def expand_list(generator: dict[str, Any], setting: Setting) -> list[Element]:
    """Return the elements of `elements` and of `elementsYaml`.

    Raises:
        Fault: an element is not of the form that Argo CD takes.
    """
    stated = generator.get("elements")
    elements = []
    for number, entry in enumerate(stated if isinstance(stated, list) else []):
        if not isinstance(entry, dict):
            message = f"element {number} of the list is no mapping"
            raise Fault(message, ("elements", number))
        params = entry if setting.go else dict(_flat(entry, number))
        elements.append(Element(params, _label(number, entry)))
    offset = len(elements)
    for number, entry in enumerate(_yaml(generator.get("elementsYaml"))):
        elements.append(Element(entry, _label(offset + number, entry)))
    return elements


def _flat(entry: dict[str, Any], number: int) -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        if key != "values":
            yield key, _text(value, (number, key))
        elif isinstance(value, dict):
            for name, text in value.items():
                yield f"values.{name}", _text(text, (number, key, name))
        else:
            message = f"values of element {number} is no mapping"
            raise Fault(message, ("elements", number, key))


def _text(value: object, place: tuple[int | str, ...]) -> str:
    if isinstance(value, str):
        return value
    number, *names = place
    message = (
        f"{'.'.join(map(str, names))} of element {number} is no string; without goTemplate every "
        "value of a list must be one, so quote it"
    )
    raise Fault(message, ("elements", *place))


def _yaml(text: object) -> list[dict[str, Any]]:
    if not isinstance(text, str) or not text:
        return []
    document = read_documents(text.encode(), "elementsYaml", strict=False)[0]
    if isinstance(document, YamlFault):
        message = f"elementsYaml cannot be read: {document.message}"
        raise Fault(message, ("elementsYaml",))
    entries = [] if document.body is None else document.body
    if not isinstance(entries, list) or not all(
        each is None or isinstance(each, dict) for each in entries
    ):
        message = "elementsYaml is no list of mappings"
        raise Fault(message, ("elementsYaml",))
    return [each or {} for each in entries]


def _label(number: int, entry: dict[str, Any]) -> str:
    """Return list[0], with the first text of the element to know it by."""
    first = next(((key, value) for key, value in entry.items() if isinstance(value, str)), None)
    return f"list[{number}]" if first is None else f"list[{number}] {first[0]}={first[1]}"
