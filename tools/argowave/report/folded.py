"""Many warnings on a terminal → the first few of each rule, and how many more there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from argowave.finding import Finding

SCREEN: Final = 20  # lines
_FIRST: Final = 3  # warnings of a rule that are shown
_WORTH: Final = 3  # of a rule that are left out; fewer take no more lines than to say so


def folded(findings: Iterable[Finding]) -> tuple[list[Finding], Mapping[str, int]]:
    """Return what to show of more lines than a screen has, and how much more each rule has.

    An error is always shown.

    Args:
        findings: one for each line.

    Returns:
        those that are shown, in the same order; rule → warnings that are left out.
    """
    every = list(findings)
    rules = Counter(each.rule for each in every if each.severity is Severity.WARNING)
    if len(every) <= SCREEN:
        return every, {}
    most = {rule: _FIRST for rule, number in rules.items() if number >= _FIRST + _WORTH}
    seen: Counter[str] = Counter()
    shown = []
    for each in every:
        if each.severity is Severity.WARNING:
            seen[each.rule] += 1
            if seen[each.rule] > most.get(each.rule, len(every)):
                continue
        shown.append(each)
    return shown, {rule: rules[rule] - _FIRST for rule in most}
