"""Schedules and quantities, whatever somebody writes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argowave.rules.refused._quantity import quantity, stated
from argowave.times.cron import descriptor_fault, fields_fault


def field(least: int, most: int) -> st.SearchStrategy[str]:
    numbers = st.integers(least, most)
    spans = st.tuples(numbers, numbers).map(sorted).map(lambda ends: f"{ends[0]}-{ends[1]}")
    starts = st.one_of(st.sampled_from("*?"), spans, numbers.map(str))
    steps = st.one_of(st.just(""), st.integers(1, 99).map(lambda step: f"/{step}"))
    return st.lists(st.tuples(starts, steps).map("".join), min_size=1).map(",".join)


FIELDS = st.tuples(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))


@given(FIELDS, st.sampled_from([" ", "  ", "\t"]))
def test_a_schedule_of_good_fields_is_good(fields: tuple[str, ...], blank: str) -> None:
    assert fields_fault(blank.join(fields)) == ""


@given(FIELDS, st.integers(0, 4), st.sampled_from(["60", "1-99", "*/0", "5-1", "1-2-3", "x", "1/"]))
def test_a_schedule_with_one_bad_field_is_bad(
    fields: tuple[str, ...], place: int, bad: str
) -> None:
    assert fields_fault(" ".join((*fields[:place], bad, *fields[place + 1 :])))


@given(st.text())
def test_any_text_can_be_read_as_a_schedule_and_as_a_quantity(text: str) -> None:
    assert isinstance(fields_fault(text) + descriptor_fault(f"@{text}"), str)
    assert quantity(text) is None or isinstance(quantity(text), Fraction)


@given(st.integers(-(10**6), 10**6), st.sampled_from(["m", "", "k", "M", "Ki", "Mi", "e3", "E-2"]))
def test_a_quantity_is_its_number_times_its_suffix(number: int, suffix: str) -> None:
    factors = {"m": "1/1000", "": "1", "k": "1000", "M": "1000000", "Ki": "1024", "Mi": "1048576"}
    factors |= {"e3": "1000", "E-2": "1/100"}

    assert quantity(f"{number}{suffix}") == number * Fraction(factors[suffix])


@pytest.mark.parametrize("value", [None, True, "", "1 Gi", "1gi", "Gi", "1e", [], "1" * 50])
def test_what_is_no_quantity_is_none(value: object) -> None:
    assert stated(value) is None
