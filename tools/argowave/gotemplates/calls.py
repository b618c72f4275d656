"""Functions of templates: what they read of their arguments, and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from argowave.gotemplates.meaning import MADE, NOTHING, is_constant, texts, union
from argowave.gotemplates.reads import ANY

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.gotemplates.meaning import Meaning

    Call = Callable[["Reading", str, list[Meaning]], Meaning]

_LOOKING: Final = """empty not kindIs kindOf typeIs typeOf typeIsLike eq ne lt le gt ge isset"""
_PASSING: Final = """default coalesce and or ternary deepCopy mustDeepCopy merge mustMerge
mergeOverwrite mustMergeOverwrite omit pick required concat mustConcat compact mustCompact uniq
mustUniq without mustWithout reverse mustReverse sortAlpha slice mustSlice rest mustRest initial
mustInitial unset"""
_LISTS: Final = """list tuple append mustAppend push mustPush prepend mustPrepend"""
_ENTRIES: Final = """first mustFirst last mustLast values index get hasKey"""
# change their first argument in place
CHANGING: Final = frozenset(("set", "merge", "mustMerge", "mergeOverwrite", "mustMergeOverwrite"))


class Reading(Protocol):
    """What reads a template, as far as its functions take part in that."""

    def touch(self, meaning: Meaning) -> None:
        """Note that something looks at a value, and not at what is in it."""

    def take(self, meaning: Meaning) -> None:
        """Note that something takes a value with all that is in it."""

    def step(self, meaning: Meaning, key: str) -> Meaning:
        """Return an entry of a value."""

    def include(self, name: Meaning, context: Meaning) -> Meaning:
        """Read a named template."""

    def tpl(self, text: Meaning, context: Meaning) -> Meaning:
        """Read a text that is a template itself."""


def call(reader: Reading, name: str, arguments: list[Meaning]) -> Meaning:
    """Return what a call may stand for, and note what it reads.

    A function that is not known takes everything that it is given.
    """
    return _CALLS.get(name, _take)(reader, name, arguments)


def _look(reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    """Look at values and give something that holds none of them."""
    for each in arguments:
        reader.touch(each)
    return NOTHING


def _pass(reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    """Give one of the arguments, or several of them put together."""
    _look(reader, "", arguments)
    return union(arguments)


def _list(_reader: Reading, name: str, arguments: list[Meaning]) -> Meaning:
    kept = [] if name in {"list", "tuple"} else arguments[:1]
    return union([*kept, frozenset([("list", union(arguments[len(kept) :]))])])


def _dict(_reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    entries = []
    for key, value in zip(arguments[::2], arguments[1::2], strict=False):
        names = texts(key) if is_constant(key) else [ANY]
        entries += [(name, value) for name in names]
    return frozenset([("dict", tuple(entries))])


def _set(reader: Reading, name: str, arguments: list[Meaning]) -> Meaning:
    return union([*arguments[:1], _dict(reader, name, arguments[1:])])


def _include(reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    return reader.include(union(arguments[:1]), union(arguments[1:2]))


def _tpl(reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    return reader.tpl(union(arguments[:1]), union(arguments[1:2]))


def _entries(reader: Reading, name: str, arguments: list[Meaning]) -> Meaning:
    """Return one entry of a mapping or list, each key a level further down."""
    holder, *keys = arguments or [NOTHING]
    reader.touch(holder)
    for key in keys or [NOTHING]:
        holder = _entry(reader, holder, key)
    return _look(reader, "", [holder]) if name == "hasKey" else holder


def _keys(reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    reader.touch(reader.step(union(arguments), ANY))
    return MADE


def _pluck(reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    """Follow `pluck KEY MAPPING…`."""
    return _entry(reader, union(arguments[1:]), union(arguments[:1]))


def _dig(reader: Reading, _name: str, arguments: list[Meaning]) -> Meaning:
    """Follow `dig KEY… DEFAULT MAPPING`."""
    *keys, fallback, holder = [NOTHING, NOTHING, *arguments]
    for key in keys[2:]:
        holder = _entry(reader, holder, key)
    return union([holder, fallback])


def _take(reader: Reading, name: str, arguments: list[Meaning]) -> Meaning:
    for each in arguments:
        reader.take(each)
    if name == "printf" and any("{{" in text for text in texts(union(arguments[:1]))):
        return frozenset([("file",)])  # a template that is put together
    return MADE


def _entry(reader: Reading, holder: Meaning, key: Meaning) -> Meaning:
    reader.take(key)
    if is_constant(key):
        return union(reader.step(holder, text) for text in texts(key))
    return reader.step(holder, ANY)


_CALLS: Final[dict[str, Call]] = {
    **dict.fromkeys(_LOOKING.split(), _look),
    **dict.fromkeys(_PASSING.split(), _pass),
    **dict.fromkeys(_LISTS.split(), _list),
    **dict.fromkeys(_ENTRIES.split(), _entries),
    "dict": _dict,
    "dig": _dig,
    "include": _include,
    "keys": _keys,
    "pluck": _pluck,
    "set": _set,
    "tpl": _tpl,
}
