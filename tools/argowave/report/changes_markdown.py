"""Changes and their effects as Markdown within a size: the worst first, the rest counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from argowave.report.changes import SIGNS, headline, named, say_effect, say_field
from argowave.report.markdown import cut, escape, fitting
from argowave.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from argowave.diff.environments import EnvironmentDiff

    Effects = list[tuple[int, str]]  # (number of the environment, line)

_OPEN: Final = "<details><summary>every change</summary>\n\n"
_CLOSE: Final = "\n</details>\n\n"
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
    shown = fitting([each + " " * _FRAME for each in heads], size - 100)
    room = size - 100 - sum(len(each) + _FRAME for each in heads[:shown])
    effects, room = _effects(diffs[:shown], accepted, room)
    text = ""
    for number, diff in enumerate(diffs[:shown]):
        own = [line for which, line in effects if which == number]
        details = _details(diff, room)
        room -= len(details)
        text += f"{heads[number]}{''.join(own)}{_rest(diff, accepted, own)}{details}"
    if shown < len(diffs):
        text += f"and {count(len(diffs) - shown, 'more environment')}\n"
    return text


def _effects(
    diffs: Sequence[EnvironmentDiff], accepted: frozenset[str], room: int
) -> tuple[Effects, int]:
    """Return the effects that there is room for, and the room that is left."""
    ranked = [
        (effect.weight.rank, number, _effect(diff, accepted, place))
        for number, diff in enumerate(diffs)
        for place, effect in enumerate(diff.effects)
    ]
    ranked.sort(key=lambda each: each[0])
    lines = [line for _, _, line in ranked]
    kept = fitting(lines, room)
    return [(number, line) for _, number, line in ranked[:kept]], room - sum(map(len, lines[:kept]))


def _effect(diff: EnvironmentDiff, accepted: frozenset[str], place: int) -> str:
    weight, said = say_effect(diff, diff.effects[place], accepted).split(": ", 1)
    return f"- **{escape(weight)}** {escape(cut(said))}\n"


def _rest(diff: EnvironmentDiff, accepted: frozenset[str], shown: list[str]) -> str:
    """Return a line that counts the effects which are not shown, by their weight."""
    missing = Counter(
        effect.weight.value
        for place, effect in enumerate(diff.effects)
        if _effect(diff, accepted, place) not in shown
    )
    end = "\n" if diff.effects else ""
    if not missing:
        return end
    words = ", ".join(f"{weight} {number}" for weight, number in missing.items())
    return f"- and {count(missing.total(), 'more effect')}: {words}\n{end}"


def _details(diff: EnvironmentDiff, room: int) -> str:
    if not diff.changes:
        return ""
    blocks = ["".join(_change(diff, number)) for number in range(len(diff.changes))]
    shown = fitting(blocks, room)
    rest = len(blocks) - shown
    more = f"- and {count(rest, 'more change')}\n" if rest else ""
    return f"{_OPEN}{''.join(blocks[:shown])}{more}{_CLOSE}"


def _change(diff: EnvironmentDiff, number: int) -> Iterator[str]:
    change = diff.changes[number]
    said = f"{SIGNS[change.how]} {change.application} {named(change)}"
    yield f"- {escape(cut(said))}\n"
    yield from (f"  - {escape(cut(say_field(change, each)))}\n" for each in change.fields)
