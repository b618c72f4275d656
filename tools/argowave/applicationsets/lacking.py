"""What the template of a set asks for, and its generators never give.

With missingkey=error Argo CD makes no Application of the set then, whatever the generators find.
Without Go templates the braces stay, of which nothing of an Application's identity can consist.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.applicationsets.checks import identity_texts
from argowave.applicationsets.given import COMPOSED, gives
from argowave.typed import texts_in
from argowave.words.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from argowave.applicationsets.given import Keys, Path
    from argowave.gotemplates.parsing import Pipe

_PARAMETER: Final = re.compile(r"{{\s*([\w-][\w./\[\]-]*)\s*}}")
_SHORT: Final = frozenset(("and", "or"))  # which may not come to their last argument
_REFUSES: Final = "with missingkey=error Argo CD then makes no Application"


def lacking(spec: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Give path and message for each field of the template that an entry's generators never give.

    A field that stands in several places is told at the first one.
    Only what is certainly looked up is judged: nothing below if, with and range.
    """
    keys, what = _given(entry)
    if keys is None:
        return
    told: set[str] = set()
    for field in ("template", "templatePatch"):
        for path, text in texts_in(spec.get(field), (field,)):
            for fields in _looked_up(text) if "{{" in text else ():
                message = _missing(keys, fields, what)
                if message and message not in told:
                    told.add(message)
                    yield path, message


def never_filled(spec: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Give the same for each parameter of a template that has no Go templates.

    What it names of the Application itself is judged: values may have braces of their own.
    """
    keys, what = _given(entry)
    if keys is None:
        return
    told: set[str] = set()
    for path, text in identity_texts(spec.get("template")):
        for name in _PARAMETER.findall(text):
            fields = tuple(re.split(r"[.\[]", name))
            if name not in told and (shown := _lacked(keys, fields, what)):
                told.add(name)
                yield ("template", *path), f"{{{{{name}}}}} is never filled in: {shown}"


def _given(entry: Mapping[str, Any]) -> tuple[Keys | None, str]:
    """Return what an entry's generators give, and words for who gives it.

    None where that is not known, or where the entry has a template of its own.
    """
    kind = next((each for each in entry if each != "selector"), "")
    section = entry.get(kind)
    what = f"generators of the {kind} give" if kind in COMPOSED else f"{kind} generator gives"
    own = not isinstance(section, dict) or section.get("template")
    return None if own else gives(entry), what


def _missing(keys: Keys, fields: tuple[str, ...], what: str) -> str:
    known = _in_place_of(keys, fields)
    if known is None:
        return ""
    name = ".".join(fields[:2]) if fields[0] in keys else fields[0]
    near = did_you_mean(name, known)
    return f".{name} is never given: {_listed(known, what)}; {_REFUSES}{near}"


def _lacked(keys: Keys, fields: tuple[str, ...], what: str) -> str:
    """Return what is given in place of a parameter, "" where it may be given."""
    known = _in_place_of(keys, fields)
    if known is None:
        return ""
    name = ".".join(fields[:2] if fields[0] in keys else fields)
    near = did_you_mean(name, known) or did_you_mean(fields[0], known)
    return f"{_listed(known, what)}{near}"


def _in_place_of(keys: Keys, fields: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the names beside which a field would stand, None where it may be given."""
    first, *rest = fields
    if first not in keys:
        return tuple(keys)
    below = keys[first]
    if below is None or not rest or rest[0] in below:
        return None
    return tuple(f"{first}.{each}" for each in sorted(below))


def _listed(known: tuple[str, ...], what: str) -> str:
    return f"the {what} {', '.join(known) or 'nothing'}"


def _looked_up(text: str) -> Iterator[tuple[str, ...]]:
    """Give the fields of the element that a template surely looks up."""
    from argowave.gotemplates.parsing import parse  # noqa: PLC0415 (few sets need it)
    from argowave.gotemplates.tokens import UnreadableTemplateError  # noqa: PLC0415 (as above)

    try:
        statements = parse(text)
    except UnreadableTemplateError:
        return
    for each in statements:
        if each.pipe is not None and each.kind != "define":
            yield from _fields(each.pipe)


def _fields(pipe: Pipe) -> Iterator[tuple[str, ...]]:
    operands = [operand for command in pipe.commands for operand in command]
    if any(each.kind == "word" and each.value in _SHORT for each in operands):
        return
    for operand in operands:
        if operand.group is not None:
            yield from _fields(operand.group)
        elif operand.fields and (operand.kind == "dot" or operand.value == "$"):
            yield operand.fields
