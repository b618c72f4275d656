"""Regular expressions of Go, as the API server reads them, in the validator's hands."""

from __future__ import annotations

import jsonschema_rs
import pytest

from argowave.schema.patterns import from_go

# pattern of Go, a text that it finds something in, a text that it does not: both asked of Go
READ = [
    ("^[a-z]+$", "abc", "Abc"),
    ("^[[:alpha:]]+$", "aB", "a1"),
    ("^[^[:digit:]]$", "a", "1"),
    ("^[[:word:].-]+$", "a_1.-", "a b"),
    (r"\s", "a b", "a\u00a0b"),
    (r"^\S+$", "\u2003", "a b"),
    (r"^[\s,]+$", " ,", "\u00a0"),
    (r"^\w+$", "a_1", "é"),
    (r"^\d+$", "1", "\u0663"),
    ("^[]a]$", "]", "b"),
    ("^[^]a]$", "b", "]"),
    ("^[[a]$", "[", "b"),
    ("^[a&&b]$", "&", "c"),
    ("(?i)^abc$", "ABC", "abd"),
    ("(?m)^b$", "a\nb", "ab"),
    ("^(?:a|b)$", "a", "c"),
    ("^(?P<name>a)$", "a", "b"),
    (r"\Aa\z", "a", "a\n"),
    (r"^\$\{a\}$", "${a}", "a"),
    (r"^\p{Greek}$", "λ", "a"),
]
NO_FORM = [
    "(",
    "(?=a)",
    "(?<!a)",
    "(?>a)",
    "(?s)^a.c$",
    r"(a)\1",
    "a*+",
    "a{2}+",
    r"\u0041",
    r"\Qa.b\E",
    r"\h",
    r"[\S]",
    "[[:nothing:]]",
]


@pytest.mark.parametrize(("pattern", "found", "not_found"), READ, ids=[row[0] for row in READ])
def test_a_pattern_finds_what_go_finds(pattern: str, found: str, not_found: str) -> None:
    made = from_go(pattern)

    assert made is not None
    is_valid = jsonschema_rs.validator_for({"pattern": made}).is_valid
    assert is_valid(found)
    assert not is_valid(not_found)


@pytest.mark.parametrize("pattern", NO_FORM)
def test_a_pattern_that_go_refuses_or_reads_in_its_own_way_has_no_form(pattern: str) -> None:
    assert from_go(pattern) is None
