"""Functions of templates: what they read of their arguments, and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.gotemplates.meaning import MADE, NOTHING, is_constant, texts, union
from argowave.gotemplates.reads import ANY

if TYPE_CHECKING:
    from argowave.gotemplates.meaning import Meaning
    from argowave.gotemplates.reader import Reader

# look at a value and give something that holds none of it
_LOOKING: Final = frozenset(
    [
        "empty",
        "not",
        "kindIs",
        "kindOf",
        "typeIs",
        "typeOf",
        "typeIsLike",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "fail",
        "isset",
    ]
)
# give one of their arguments, or several of them put together
_PASSING: Final = frozenset(
    [
        "default",
        "coalesce",
        "and",
        "or",
        "ternary",
        "deepCopy",
        "mustDeepCopy",
        "merge",
        "mustMerge",
        "mergeOverwrite",
        "mustMergeOverwrite",
        "omit",
        "pick",
        "required",
        "concat",
        "mustConcat",
        "compact",
        "mustCompact",
        "uniq",
        "mustUniq",
        "without",
        "mustWithout",
        "reverse",
        "mustReverse",
        "sortAlpha",
        "slice",
        "mustSlice",
        "rest",
        "mustRest",
        "initial",
        "mustInitial",
        "unset",
        "set",
    ]
)
_LISTS: Final = frozenset(("list", "tuple", "append", "mustAppend", "prepend", "mustPrepend"))
_ELEMENTS: Final = frozenset(("first", "mustFirst", "last", "mustLast", "values", "index"))
CHANGING: Final = frozenset(("set", "merge", "mustMerge", "mergeOverwrite", "mustMergeOverwrite"))


def call(reader: Reader, name: str, arguments: list[Meaning]) -> Meaning:
    """Return what a call may stand for, and note what it reads."""
    if name in _LOOKING:
        for each in arguments:
            reader.touch(each)
        return NOTHING
    if name in _PASSING:
        for each in arguments:
            reader.touch(each)
        made = _dict(arguments[1:]) if name == "set" else NOTHING
        return union([*arguments, made])
    if name in _LISTS:
        several = name not in {"list", "tuple"}
        kept = arguments[:1] if several else []
        return union([*kept, frozenset([("list", union(arguments[len(kept) :]))])])
    if name == "dict":
        return _dict(arguments)
    if name in _ELEMENTS or name in {"get", "dig", "pluck", "hasKey", "keys"}:
        return _part(reader, name, arguments)
    if name == "include":
        return reader.include(arguments[0] if arguments else NOTHING, union(arguments[1:2]))
    if name == "tpl":
        return reader.tpl(arguments[0] if arguments else NOTHING, union(arguments[1:2]))
    for each in arguments:
        reader.take(each)
    if name == "printf" and any("{{" in text for text in texts(union(arguments[:1]))):
        return frozenset([("file",)])  # a template that is put together
    return MADE


def _dict(arguments: list[Meaning]) -> Meaning:
    entries = []
    for key, value in zip(arguments[::2], arguments[1::2], strict=False):
        names = texts(key) if is_constant(key) else [ANY]
        entries += [(name, value) for name in names]
    return frozenset([("dict", tuple(entries))])


def _part(reader: Reader, name: str, arguments: list[Meaning]) -> Meaning:
    """Return one entry of a mapping or list, or what tells of its keys."""
    if not arguments:
        return NOTHING
    if name in {"dig", "pluck"}:
        return _dig(reader, name, arguments)
    holder, *keys = arguments
    reader.touch(holder)
    if name == "keys":
        reader.touch(reader.step(union(arguments), ANY))
        return MADE
    for key in keys or [NOTHING]:
        holder = _entry(reader, holder, key)
    if name == "hasKey":
        reader.touch(holder)
        return NOTHING
    return holder


def _dig(reader: Reader, name: str, arguments: list[Meaning]) -> Meaning:
    if name == "pluck":  # pluck KEY MAPPING…
        return _entry(reader, union(arguments[1:]), arguments[0])
    *keys, fallback, holder = arguments if len(arguments) > 1 else [*arguments, NOTHING]
    for key in keys:
        holder = _entry(reader, holder, key)
    return union([holder, fallback])


def _entry(reader: Reader, holder: Meaning, key: Meaning) -> Meaning:
    reader.take(key)
    if is_constant(key):
        return union(reader.step(holder, text) for text in texts(key))
    return reader.step(holder, ANY)
