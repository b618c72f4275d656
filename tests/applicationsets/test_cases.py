"""ApplicationSets as files, each with the Applications that Argo CD makes of it.

A case is a folder: it is the repository, set.yaml in it holds the ApplicationSet, expected.yaml
the Applications in order, each below a comment that names its element; known-clusters.yaml and
answers.yaml are what a user says of the world outside.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from argowave.finding import Severity
from argowave.yamlio import Document, read_documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.applicationsets.generate import Generation

CASES = Path(__file__).parents[1] / "cases" / "application-sets"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_an_application_set_makes_the_applications_that_argo_cd_makes(
    case: Path, generate: Callable[[Path, str], Generation]
) -> None:
    made = generate(case, (case / "set.yaml").read_text())
    expected = []
    for document in read_documents((case / "expected.yaml").read_bytes(), "expected.yaml"):
        assert isinstance(document, Document)
        comment = next(line for line in document.text.decode().splitlines() if line[:2] == "# ")
        expected.append((comment.removeprefix("# "), document.body))

    assert [
        ((each.application or "").partition(": ")[2], each.body) for each in made.applications
    ] == expected
    assert [each for each in made.findings if each.severity is Severity.ERROR] == []
    assert made.not_checked == ()
