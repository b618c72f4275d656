from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.tree import Tree

    Grow = Callable[[dict[str, str]], Tree]

OWN = "https://git.example.org/team/repo.git"
CHARTS = "https://charts.example.org"
CHART = {
    "chart/Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
    "chart/templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    "chart/root.yaml": "a: 1\n",
    "values/a.yaml": "a: 1\n",
}


def _borrowing(file: str) -> dict[str, Any]:
    return {"repoURL": OWN, "path": "chart", "helm": {"valueFiles": [file]}}


LENDING = {"repoURL": OWN, "ref": "values"}


def _told(grow: Grow, **spec: object) -> list[str]:
    root = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": "root", "namespace": "argocd"},
        "spec": {"destination": {"name": "in-cluster", "namespace": "a"}, **spec},
    }
    tree = grow({**CHART, "apps/root.yaml": json.dumps(root)})
    found = [each for each in tree.applications[0].findings if each.rule == "source"]
    return [f"{each.pointer}: {each.message}" for each in found]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            {"repoURL": OWN, "targetRevision": "HEAD"},
            (
                "the source has neither path nor chart, so Argo CD refuses the Application; "
                "the top of a repository is path: ."
            ),
        ),
        (
            {"repoURL": OWN, "path": "", "ref": "values"},
            (
                "the source has neither path nor chart, so Argo CD refuses the Application; "
                "the top of a repository is path: ."
            ),
        ),
        (
            {"repoURL": CHARTS, "chart": "x", "targetRevision": ""},
            "chart x has no targetRevision, so Argo CD refuses the Application; state a version",
        ),
    ],
)
def test_a_source_that_is_not_complete_is_refused(
    grow: Grow, source: dict[str, str], expected: str
) -> None:
    assert _told(grow, source=source) == [f"$.spec.source: {expected}"]


def test_one_of_several_sources_has_a_path_a_chart_or_a_ref(grow: Grow) -> None:
    assert _told(grow, sources=[{"repoURL": OWN, "path": "chart"}, {"repoURL": OWN}]) == [
        (
            "$.spec.sources[1]: the source has none of path, chart and ref, so Argo CD refuses the "
            "Application; the top of a repository is path: ."
        )
    ]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (
            [_borrowing("$valuse/values/a.yaml"), LENDING],
            (
                "$.spec.sources[0]: $valuse/values/a.yaml begins with $valuse, which is the ref of "
                "no source, so Argo CD refuses the source; refs: $values"
            ),
        ),
        (
            [_borrowing("$values/values/a.yaml")],
            (
                "$.spec.sources[0]: $values/values/a.yaml begins with $values, which is the ref of "
                "no source, so Argo CD refuses the source; refs: no source has one"
            ),
        ),
        (
            [
                _borrowing("$values/values/a.yaml"),
                {"repoURL": CHARTS, "chart": "x", "targetRevision": "1.0.0", "ref": "values"},
            ],
            (
                "$.spec.sources[0]: $values/values/a.yaml is in chart x, but Argo CD takes files "
                "from a ref in a Git repository only"
            ),
        ),
        (
            [_borrowing("$values/values/a.yaml"), LENDING, LENDING],
            "$.spec.sources[2]: the ref values is also that of sources[1]; a ref is one source's",
        ),
        (
            [{"repoURL": OWN, "path": "chart"}, {"repoURL": OWN, "ref": "my.values"}],
            "$.spec.sources[1]: the ref my.values may hold letters, digits, _ and - only",
        ),
    ],
)
def test_a_ref_that_leads_nowhere_is_refused(
    grow: Grow, sources: list[dict[str, Any]], expected: str
) -> None:
    assert _told(grow, sources=sources) == [expected]


@pytest.mark.parametrize(
    "spec",
    [
        {"source": {"repoURL": OWN, "path": "chart"}},
        {"source": _borrowing("$ARGOCD_APP_NAME.yaml")},
        {"sources": [_borrowing("$values/values/a.yaml"), LENDING]},
        {"sources": [_borrowing("/values/a.yaml"), {"repoURL": OWN, "ref": "unused"}]},
        {"sources": [_borrowing("$own/values/a.yaml") | {"ref": "own"}]},
    ],
)
def test_a_source_that_argo_cd_takes_is_not_refused(grow: Grow, spec: dict[str, Any]) -> None:
    assert not _told(grow, **spec)


@pytest.mark.parametrize(
    ("revisions", "expected"),
    [
        (("main", "v1.0.0"), "targetRevision main and $b with targetRevision v1.0.0"),
        (("", "HEAD"), "no targetRevision and $b with targetRevision HEAD"),
        (("v1.0.0", "v1.0.0"), ""),
        (("v1.0.0",), ""),  # the source itself is at no other commit, for all that is known
    ],
)
def test_the_refs_of_one_source_take_a_repository_at_one_revision(
    grow: Grow, revisions: tuple[str, ...], expected: str
) -> None:
    refs = dict(zip("ab", revisions, strict=False))
    borrowing = {
        "repoURL": OWN,
        "targetRevision": "main",
        "path": "chart",
        "helm": {"valueFiles": [f"${ref}/values/a.yaml" for ref in refs]},
    }
    lending = [
        {"repoURL": OWN, "targetRevision": revision, "ref": ref} for ref, revision in refs.items()
    ]

    told = _told(grow, sources=[borrowing, *lending])

    refused = ", and Argo CD refuses two of them for one source; state the same"
    said = f"$.spec.sources[0]: $a takes {OWN} with {expected}{refused}"
    assert told == ([said] if expected else [])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a\0b", "a path holds the character NUL, which no file's name has"),
        ("a" * 300, "a path has a name of 300 bytes, and 255 are the most"),
    ],
)
def test_a_path_that_no_disk_has_is_refused(grow: Grow, path: str, expected: str) -> None:
    own = {"repoURL": OWN, "targetRevision": "HEAD"}

    assert _told(grow, source={**own, "path": path}) == [f"$.spec.source: {expected}"]
    assert _told(grow, source={**own, "path": "chart", "helm": {"valueFiles": [path]}}) == [
        f"$.spec.source: {expected}"
    ]
