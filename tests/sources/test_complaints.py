from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from argowave.sources.helm.complaints import read_complaint
from argowave.sources.helm.documents import split_manifests


@given(st.text(min_size=1))
def test_whatever_helm_says_becomes_a_fault(text: str) -> None:
    assert read_complaint(text)


def test_the_innermost_place_of_a_trace_is_named() -> None:
    (fault,) = read_complaint(
        "c/templates/a.yaml:1:3\n"
        '  executing "c/templates/a.yaml" at <include "x" .>:\n'
        "    error calling include:\n"
        "c/templates/_h.tpl:7:12\n"
        '  executing "x" at <.Values.a.b>:\n'
        "    nil pointer evaluating interface {}.b\n"
    )

    assert (fault.path, fault.line) == ("c/templates/_h.tpl", 7)
    assert fault.message == ".Values.a.b: nil pointer evaluating interface {}.b"


@given(st.lists(st.from_regex(r"\A[a-z]+: [0-9]+\Z"), min_size=1))
def test_documents_are_split_where_they_were_joined(documents: list[str]) -> None:
    joined = "".join(f"---\n{document}\n" for document in documents)

    assert [part.rstrip() for part in split_manifests(joined)] == documents
