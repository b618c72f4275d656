"""Candidates and a way to ask → those that move the field, halved rather than tried one by one."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Ask = Callable[[Sequence["T"]], "Answer"]

T = TypeVar("T")


class Answer(Enum):
    """What came of changing some values at once."""

    SAME = "same"  # the field is as it was
    MOVED = "moved"
    LOST = "lost"  # it does not render, or the object or the field is gone


def find_movers(candidates: Sequence[T], ask: Ask[T], *, most: int, asks: int) -> list[T] | None:
    """Return the candidates each of which, changed alone, moves the field.

    A group that changes nothing is dropped whole, any other one is halved. Values that undo each
    other's effect can hide in a group, so some may be missed; none is returned that was not
    asked alone.

    Args:
        candidates: the likely ones first.
        ask: changes all of the given ones and nothing else.
        most: how many are wanted.
        asks: how often may be asked.

    Returns:
        None where there are more than `most`, or where asking took too often.
    """
    found: list[T] = []
    groups: list[Sequence[T]] = [candidates] if candidates else []
    while groups:
        if not asks:
            return None
        asks -= 1
        group = groups.pop()
        answer = ask(group)
        if answer is Answer.SAME:
            continue
        if len(group) > 1:
            middle = len(group) // 2
            groups += [group[middle:], group[:middle]]  # the first half is asked next
        elif answer is Answer.MOVED:
            found.append(group[0])
            if len(found) > most:
                return None
    return found
