"""Changes and their effects as Markdown within a size: the worst first, the rest counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from argowave.report.change_words import (
    SIGNS,
    headline,
    named,
    say_effect,
    say_field,
    shared_subjects,
)
from argowave.report.markdown import cut, escape, fitting
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.environments import EnvironmentDiff

_OPEN: Final = "<details><summary>every change</summary>\n\n"
_GAPS: Final = "<details><summary>not compared</summary>\n\n"
_CLOSE: Final = "\n</details>\n\n"
_MORE: Final = 100  # for how many more environments there are
_FRAME: Final = 600  # for what an environment has besides lists: its counts, and the two above


def changes_section(diffs: Sequence[EnvironmentDiff], accepted: frozenset[str], size: int) -> str:
    """Return every environment with its effects and, folded, its changes.

    Where there is no room for everything, changes give way to effects, and lesser effects to
    worse ones, whichever environment they are in.

    Args:
        diffs: of each environment.
        accepted: ENV Kind/name of what somebody accepted.
        size: in characters; the section is never larger.
    """
    heads = [f"### {escape(cut(headline(diff)))}\n\n" for diff in diffs]
    shown = fitting([each + " " * _FRAME for each in heads], size - _MORE)
    room = size - _MORE - sum(len(each) + _FRAME for each in heads[:shown])
    effects = _effects(diffs[:shown], accepted)
    kept = effects[: fitting([each.line for each in effects], room)]
    room -= sum(len(each.line) for each in kept)
    text = ""
    for number, diff in enumerate(diffs[:shown]):
        own = [each for each in kept if each.environment == number]
        details = _details(diff, room)
        room -= len(details)
        text += f"{heads[number]}{_list(diff, own)}{details}"
    if shown < len(diffs):
        text += f"and {count(len(diffs) - shown, 'more environment')}\n"
    return text


class _Line(NamedTuple):
    """One effect."""

    rank: int
    environment: int  # its number
    place: int  # among the environment's effects
    line: str


def _effects(diffs: Sequence[EnvironmentDiff], accepted: frozenset[str]) -> list[_Line]:
    """Return every effect, the worst first whichever environment it is in."""
    found = []
    for number, diff in enumerate(diffs):
        shared = shared_subjects(diff)
        for place, effect in enumerate(diff.effects):
            weight, said = say_effect(diff, effect, accepted, shared).split(": ", 1)
            line = f"- **{escape(weight)}** {escape(cut(said))}\n"
            found.append(_Line(effect.weight.rank, number, place, line))
    return sorted(found)


def _list(diff: EnvironmentDiff, shown: Sequence[_Line]) -> str:
    """Return the effects that are shown, and a line that counts the others by their weight."""
    places = {each.place for each in shown}
    rest = Counter(
        effect.weight.value for place, effect in enumerate(diff.effects) if place not in places
    )
    words = ", ".join(f"{weight} {number}" for weight, number in rest.items())
    more = f"- and {count(rest.total(), 'more effect')}: {words}\n" if rest else ""
    end = "\n" if diff.effects else ""
    return f"{''.join(each.line for each in shown)}{more}{end}"


def _details(diff: EnvironmentDiff, room: int) -> str:
    """Return the changes, folded, and what could not be compared."""
    blocks = ["".join(_change(diff, number)) for number in range(len(diff.changes))]
    word = "not compared: " if diff.changes else ""  # said above them where there is nothing else
    blocks += [f"- {word}{escape(cut(what))}\n" for what in diff.not_compared]
    if not blocks:
        return ""
    shown = fitting(blocks, room)
    rest = len(blocks) - shown
    more = f"- and {rest} more\n" if rest else ""
    return f"{_OPEN if diff.changes else _GAPS}{''.join(blocks[:shown])}{more}{_CLOSE}"


def _change(diff: EnvironmentDiff, number: int) -> Iterator[str]:
    change = diff.changes[number]
    words = (SIGNS[change.how], change.application, named(change))
    yield f"- {escape(cut(' '.join(each for each in words if each)))}\n"
    yield from (f"  - {escape(cut(say_field(change, each)))}\n" for each in change.fields)
