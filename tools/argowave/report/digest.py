"""What was not checked or decided, line by line → a few lines for a screen, one for each reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NAMED: Final = 12  # things in a line
_SEVERAL: Final = 2  # sources that a rule lacks, in a line
_LINES: Final = 10  # of what rules could not decide
_ENVIRONMENTS: Final = re.compile(r"(?P<text>.*?)(?: \[(?P<names>[^\[\]]+)\])?", re.DOTALL)
_CEL: Final = re.compile(r"(\d+) CEL rules? of (\S+) that no schema can state, at .*", re.DOTALL)
_CEL_REASON: Final = "CEL rules that no schema can state"
_BRACKETS: Final = r"\((?:[^()]|\([^()]*\))*\)"
_WHY: Final = re.compile(rf"(?P<what>.*): (?P<why>(?:[^()]|{_BRACKETS})*)", re.DOTALL)
_PLURALS: Final = {
    "chart": "charts",
    "kustomize": "kustomizations",
    "ApplicationSet": "ApplicationSets",
}
_GENERATOR: Final = re.compile(r"(?P<set>ApplicationSet \S+), (?P<generator>.+)", re.DOTALL)
_UNSEEN: Final = re.compile(r"(?P<sources>.*) (was|were) not looked into", re.DOTALL)


@dataclass(slots=True)
class _Reason:
    """Everything that has one reason."""

    lines: list[str] = field(default_factory=list)  # as they were
    things: dict[str, None] = field(default_factory=dict)  # in order, each once
    environments: dict[str, None] = field(default_factory=dict)


def schema_lines(kinds: Sequence[tuple[str, int]]) -> list[str]:
    """Return a line for the kinds without a schema, and one for those that stand out.

    A kind that has one manifest and is the only one of its apiVersion is what a slip looks like.

    Args:
        kinds: group/version/Kind and how many manifests there are, in the order that is wanted.
    """
    groups: dict[str, list[tuple[str, int]]] = {}
    for name, number in kinds:
        api_version, _, kind = name.rpartition("/")
        groups.setdefault(api_version, []).append((kind, number))
    alone = [key for key, found in groups.items() if [number for _, number in found] == [1]]
    several = {key: found for key, found in groups.items() if key not in alone}
    lines = []
    if several:
        numbers = [number for found in several.values() for _, number in found]
        named = "; ".join(f"{key}: {_counted(found)}" for key, found in several.items())
        what = f"{len(numbers)} kinds" if len(numbers) > 1 else "1 kind"
        lines.append(f"no schema for {what}, {sum(numbers)} manifests: {named}")
    if alone:
        named = ", ".join(f"{key}/{groups[key][0][0]}" for key in alone)
        each = f"{len(alone)} kinds, 1 manifest each" if len(alone) > 1 else "1 kind, 1 manifest"
        lines.append(f"no schema for {each}: {named}")
    return lines


def _counted(kinds: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{kind} ({number})" if number > 1 else kind for kind, number in kinds)


def unchecked_lines(things: Sequence[str], said: str = "not checked") -> Iterator[str]:
    """Give a line for each reason, with what has it and the environments of all of that.

    Args:
        things: `chart keda 2.20.2: it is not in the cache [dev, prod]`, or without environments.
        said: what each line begins with.
    """
    reasons: dict[str, _Reason] = {}
    for line in things:
        matched = _ENVIRONMENTS.fullmatch(line)
        text, names = (matched["text"], matched["names"]) if matched else (line, None)
        cel = _CEL.fullmatch(text)
        parts = _WHY.fullmatch(text)
        what, why = (parts["what"], parts["why"]) if parts else ("", text)
        reason = reasons.setdefault(_CEL_REASON if cel else why, _Reason())
        reason.lines.append(line)
        reason.things[f"{cel[1]} of {cel[2]}" if cel else what] = None
        reason.environments |= dict.fromkeys((names or "").split(", ") if names else ())
    for why, reason in reasons.items():
        if len(reason.things) == 1 or not why:
            yield from (f"{said}: {line}" for line in reason.lines)
            continue
        led = f" [{', '.join(reason.environments)}]" if reason.environments else ""
        if why == _CEL_REASON:
            yield f"{said}: {why}: {_named(reason.things)}{led}"
            continue
        yield f"{said}, {len(reason.things)} cases: {_named(reason.things)}: {why}{led}"


def _named(things: Iterable[str]) -> str:
    """Return the first things, those of one kind and with one further word about them together."""
    alike: dict[tuple[str, str], list[str]] = {}
    every = list(things)
    for thing in every[:_NAMED]:
        subject, _, about = thing.partition(": ")
        if matched := _GENERATOR.fullmatch(thing):
            subject, about = matched.groups()
        word, _, name = subject.partition(" ")
        kind = word if word in _PLURALS and name else ""
        alike.setdefault((kind, about), []).append(name if kind else subject)
    parts = []
    for (kind, about), names in alike.items():
        word = f"{_PLURALS[kind] if len(names) > 1 else kind} " if kind else ""
        parts.append(f"{word}{', '.join(names)}{f' ({about})' if about else ''}")
    more = len(every) - _NAMED
    return "; ".join([*parts, *([f"and {more} more"] if more > 0 else [])])


def undecided_lines(cases: Sequence[tuple[str, int, str]]) -> Iterator[str]:
    """Give a line for what each rule could not decide, a few sources named of those it lacks.

    Args:
        cases: rule, how many things, and which ones and why.
    """
    lacking: dict[tuple[str, int, str], dict[str, None]] = {}  # with the sources
    for rule, number, text in cases:
        things, _, why = text.partition(": ")
        unseen = _UNSEEN.fullmatch(why)
        key = (rule, number, things if unseen else text)
        sources = unseen["sources"].split(" and ") if unseen else []
        lacking.setdefault(key, {}).update(dict.fromkeys(sources))
    for (rule, number, text), sources in list(lacking.items())[:_LINES]:
        cases_shown = f"{number} case" if number == 1 else f"{number} cases"
        why = f": {_unseen(list(sources))}" if sources else ""
        yield f"not decided: {rule}, {cases_shown}: {text}{why}"
    if len(lacking) > _LINES:
        yield f"not decided: and {len(lacking) - _LINES} more; `--format json` has all of them"


def _unseen(sources: Sequence[str]) -> str:
    if len(sources) == 1:
        return f"{sources[0]} was not looked into"
    more = len(sources) - _SEVERAL
    tail = [f"{more} more"] if more > 0 else []
    return f"{' and '.join([*sources[:_SEVERAL], *tail])} were not looked into"
