"""Argo CD's own answers about its rules, recorded; docs/argo-cd.md says what was asked."""

from __future__ import annotations

from collections import Counter

from parity.rules.compare import differences, recorded


def test_argowave_judges_as_argo_cd_did() -> None:
    assert list(differences(recorded())) == []


def test_there_is_an_answer_of_each_kind() -> None:
    asked = Counter(each["ask"] for each, _ in recorded())

    assert asked.keys() >= {"url", "source", "destination", "kind", "glob", "hook", "order", "type"}
    assert min(asked.values()) > 30
