"""Which rules there are, and which of them are begun before the others are loaded."""

from __future__ import annotations

from argowave.rules.registry import own_rules, waiting_rules


def test_the_rules_that_are_begun_early_are_all_that_wait_for_another_process() -> None:
    waiting = [rule for rule in own_rules() if rule.begin is not None]

    assert waiting == list(waiting_rules()) != []
