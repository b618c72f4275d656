from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from argowave.cache.outcome import Outcome, from_bytes, to_bytes
from argowave.finding import Finding
from argowave.report.summary import Summary

OUTCOMES = st.builds(
    Outcome,
    findings=st.lists(st.builds(Finding)).map(tuple),
    incomplete=st.lists(st.builds(Finding)).map(tuple),
    summary=st.builds(Summary),
    lines=st.lists(st.text()).map(tuple),
)


@given(OUTCOMES)
def test_an_outcome_comes_back_as_it_was(outcome: Outcome) -> None:
    back = from_bytes(to_bytes(outcome))

    assert back == outcome
    assert repr(back) == repr(outcome)  # a list is no tuple, a text no severity
