"""Generated Applications → those that Argo CD would make, and findings for the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.faults import finding_at
from argowave.words.listing import first_few

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from argowave.finding import Finding
    from argowave.manifest import Manifest

_NO_VALUE: Final = "<no value>"  # what Go's templates print for a key that is missing
# as no parameter is written without goTemplate
_GO: Final = re.compile(r"{{-?\s*(?:\.|\w+\s+[^\s}])")
_IDENTITY: Final = (
    ("metadata", "name"),
    ("spec", "project"),
    ("spec", "destination"),
    ("spec", "source"),
    ("spec", "sources"),
)
_FEW: Final = 3  # names of which each has a finding of its own
_FREE: Final = frozenset(("values", "valuesObject", "parameters", "patches", "plugin"))


def check_applications(
    applications: Sequence[Manifest], *, go: bool, hint: str = ""
) -> tuple[list[Manifest], list[Finding]]:
    """Return what is kept, and a finding for each name that is there twice or was not filled in.

    Args:
        applications: in order.
        go: whether the set has Go templates.
        hint: why names may be there twice, where that is known; it is said once then.
    """
    kept: dict[str, Manifest] = {}
    others: dict[str, list[Manifest]] = {}  # those that Argo CD refuses, by name
    findings: list[Finding] = []
    for made in applications:
        left = list(_left_over(made, go=go))
        findings += left
        first = kept.get(made.name)
        if first is not None:
            others.setdefault(made.name, []).append(made)
        elif not any(found.pointer == "$.metadata.name" for found in left):
            kept[made.name] = made
    return list(kept.values()), [*findings, *_refused(kept, others, hint)]


def _refused(
    kept: Mapping[str, Manifest], others: Mapping[str, list[Manifest]], hint: str
) -> Iterator[Finding]:
    """Give a finding for each name that is there twice; of many, one for them all.

    A template whose name lacks a part makes every name as often as there are clusters.
    """
    more = ""
    if len(others) > (1 if hint else _FEW):
        left = len(others) - 1
        more = f", and so it is with {left} other name{'s' if left > 1 else ''}"
    for name, made in others.items():
        if made[1:]:
            elements = first_few([_element(each) for each in (kept[name], *made)], 2)
            what = f"{len(made) + 1} elements make an Application of this name, {elements}{more}"
            message = f"{what}; Argo CD refuses all but the first{hint}"
        else:
            both = f"{_element(kept[name])} and {_element(made[0])}"
            what = f"two elements make an Application of this name, {both}{more}"
            message = f"{what}; Argo CD refuses the second{hint}"
        yield finding_at(made[0], ("metadata", "name"), message)
        if more:
            return


def _element(made: Manifest) -> str:
    return (made.application or "").partition(": ")[2]


def _left_over(made: Manifest, *, go: bool) -> Iterator[Finding]:
    for pointer, text in identity_texts(made.body):
        if "{{" in text or (go and _NO_VALUE in text):
            yield finding_at(made, pointer, _unfilled(text, go=go))


def identity_texts(application: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give the place and text of all that says which Application it is, but for free text."""
    for path in _IDENTITY:
        value: Any = application
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        yield from _texts(value, path)


def _texts(
    value: object, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key not in _FREE:
                yield from _texts(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _texts(entry, (*path, index))


def _unfilled(text: str, *, go: bool) -> str:
    if _NO_VALUE in text:
        return (
            f"it becomes {text!r}: the element lacks a value that the template asks for; "
            'goTemplateOptions: ["missingkey=error"] makes Argo CD refuse it'
        )
    meant = "; {{ .name }} is of templates with goTemplate: true" if _is_go(text, go=go) else ""
    return f"it stays {text!r}: the element gives no such parameter{meant}"


def _is_go(text: str, *, go: bool) -> bool:
    return not go and _GO.search(text) is not None
